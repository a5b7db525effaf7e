"""What came in and what goes out: inbox, outbox, lanes, and what is held for a morning."""
