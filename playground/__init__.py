"""A Telegram to try things out with: a strict stand-in for the Bot API, and a page with phones on it."""
