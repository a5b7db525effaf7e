"""What every channel does the same way, tried on Telegram and on a channel of plain words."""
