"""The last look at a text before it leaves: whatever was put together fits into the message that carries it."""

import re
from html import escape, unescape

from domain.words.lengths import cut, units

_TAG = re.compile(r"(<[^>]*>)")


def fit(html: str, most: int) -> str:
    """The text in at most so many units. Of one that is longer the longest piece is cut, which is what somebody wrote:
    what stands around it and says what it is about stays whole."""
    if len(html) * 2 <= most:
        return html
    pieces = _TAG.split(html)  # texts, and between them tags
    plain = [unescape(piece) for piece in pieces[::2]]
    while (over := sum(map(units, plain)) - most) > 0:
        longest = max(range(len(plain)), key=lambda n: units(plain[n]))
        plain[longest] = cut(plain[longest], max(0, units(plain[longest]) - over - 1)) + "…"
        pieces[longest * 2] = escape(plain[longest], quote=False)
    return "".join(pieces)
