"""What can be done with bodies, and what time does to their terms."""
