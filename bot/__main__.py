"""`python -m bot` is `louzhang`. Here is only how the program is loaded; what it does begins in bot/cli."""

import gc
import sys

LEFT_OUT = ("httpx._main", "rich")
"""A command line and colours, loaded by httpx and structlog where they are installed: 4 MB, 0.06 s a start."""
SELDOM = 10_000
"""New objects after which garbage is looked for: an update makes a few hundred, and nearly all are gone with it."""


def main() -> None:
    """The console script. What imports make is there to stay, so nobody looks for garbage among it: not while they run
    (it took a quarter of their time), and not when the bot's own garbage is collected later."""
    gc.disable()
    sys.modules.update(dict.fromkeys(LEFT_OUT))  # type: ignore[arg-type]  # None is «there is no such module»
    from bot.cli import app  # only now

    for name in LEFT_OUT:
        del sys.modules[name]  # Typer's help may have its colours
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()
    app()


if __name__ == "__main__":
    main()
