"""A few buttons at a time: what does not fit on the screen stands behind «还有», in its place."""

from collections.abc import Callable, Sequence

from messages.drawing.buttons import Button, ButtonRow, Labelled, pairs
from messages.drawing.texts import Texts

MOST = 6
"""Buttons on one screen, with those that lead on and back."""
MOST_PEOPLE = 7
"""Where each of them is somebody."""

To = Callable[[int], Button]
"""The button that leads to a page, counted from 0."""


def a_page(
    buttons: Sequence[Labelled], page: int, to: To, texts: Texts, *below: Labelled, most: int = MOST
) -> list[ButtonRow]:
    """As many of them as there is room for, «还有» while that is not all, and what stands `below` on every page."""
    room = most - len(below)
    start = page * (room - 1)
    if start >= len(buttons):  # fewer than there were
        page = start = 0
    if len(buttons) - start <= room:
        return [*pairs(buttons[start:]), *pairs(below)]
    further = (texts.label("button-further"), to(page + 1))
    return [*pairs(buttons[start : start + room - 1]), *pairs([further, *below])]


def turning(page: int, per_page: int, total: int, to: To, texts: Texts, *below: Labelled) -> ButtonRow:
    """Under a page of a list that is read page by page: «还有», and what stands `below` on every page; without that,
    from the last one back to the first."""
    if (page + 1) * per_page < total:
        return [(texts.label("button-further"), to(page + 1)), *below]
    return below or ([(texts.label("button-back"), to(0))] if page > 0 else [])
