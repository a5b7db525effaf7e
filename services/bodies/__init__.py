"""What can be done with bodies."""
