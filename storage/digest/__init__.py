"""Frozen weeks, and which hours and periods were seen to."""
