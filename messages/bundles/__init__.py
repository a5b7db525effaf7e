"""What people read of several things at once: the day's one joined message."""
