"""Screens of the office, of announcements, menus and privacy."""
