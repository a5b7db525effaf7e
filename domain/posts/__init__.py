"""Who answers for what: posts, rights, absences, the way a report takes to somebody, and past whom it complains of."""
