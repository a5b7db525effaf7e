"""What the office sends to many: the rules of it."""
