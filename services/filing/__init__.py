"""How a report comes to be filed: drafts and their places, complaints of the steward, floods, danger and harm."""
