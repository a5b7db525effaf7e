"""Bodies within one unit of work."""
