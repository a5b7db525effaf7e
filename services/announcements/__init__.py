"""Announcements: written, approved, sent in rounds, and told at doors."""
