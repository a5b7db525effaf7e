"""Whole copies out and in, and the condition the database is in."""
