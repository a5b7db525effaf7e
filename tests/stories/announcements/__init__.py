"""Announcements, from phone to phone."""
