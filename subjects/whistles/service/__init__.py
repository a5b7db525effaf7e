"""What is done with whistles."""
