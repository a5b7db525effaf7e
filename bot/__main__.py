"""`python -m bot` is `louzhang`."""

from bot.cli import main

main()
