"""Who answers for a ticket: giving it to somebody, and handing on what somebody leaves."""
