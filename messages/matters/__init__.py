"""What people read of matters, and of several things at once: bundles."""
