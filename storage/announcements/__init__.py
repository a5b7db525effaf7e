"""Announcements and who received them."""
