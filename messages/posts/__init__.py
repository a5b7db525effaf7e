"""Screens about posts, invitations and leaves."""
