"""`louzhang demo`: a made-up neighbourhood on this machine, with three phones in the browser. No token needed."""

from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes any free one.")] = 8088,
    seconds: Annotated[float, typer.Option(help="Stop by itself after so many seconds; 0: when asked.")] = 0,
) -> None:
    """Start the playground and the bot on SQLite, and print one address to open."""
    from bot.cli.neighbourhood import open_neighbourhood  # a bot in earnest carries no playground in its memory

    open_neighbourhood(port, seconds)
