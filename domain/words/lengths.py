"""How long a text is for Telegram: in UTF-16 code units, of which an emoji has two and more.

Every limit that a text must keep on its way is counted so; counted in characters, 2,048 emoji would pass as half of
what they are, and be refused when they leave (core.telegram.org/api/entities).
"""


def units(text: str) -> int:
    """The length of a text for Telegram."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The beginning of the text, of at most so many units; no character is halved."""
    if len(text) * 2 <= most or units(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "ignore")


def shortened(text: str, most: int) -> str:
    """The same, with … where something is missing."""
    kept = cut(text, most)
    return kept if kept == text else f"{kept}…"
