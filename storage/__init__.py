"""What is kept, and the only room that knows SQL."""
