"""What can be done: one verb per function. Change, record, tell; the caller's transaction."""
