"""What people read of asks."""
