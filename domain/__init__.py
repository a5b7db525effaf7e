"""The rules of the neighbourhood's work. Plain Python: no database, no Telegram, no clock."""
