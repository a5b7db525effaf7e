"""How messages leave: taken from the outbox, drawn, sent within the limits, and marked."""
