"""Telegram, the first channel: its Bot API, what it brings, and how a screen becomes one of its messages."""
