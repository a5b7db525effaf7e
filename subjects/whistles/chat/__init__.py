"""Whistles in the chat."""
