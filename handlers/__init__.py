"""What people send us: read the update, call one service, answer. No rule, no text, no network."""
