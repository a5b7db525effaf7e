"""Tickets with their history, words, files, requests, joins and messages."""
