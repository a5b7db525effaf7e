"""The lists behind a digest's figures: never more than the reader may see, and nothing that is only counted."""

from domain.digest.digest import Figures, Section
from domain.notices.notices import DigestList
from domain.view_shapes import PageOf
from domain.views import PAGE, TicketView
from messages.digest.digest_screens import week_words
from messages.drawing.buttons import ANYWHERE, Button
from messages.drawing.frame import Frame
from messages.drawing.paging import turning
from messages.drawing.screen import Screen
from messages.drawing.texts import Html
from messages.tickets.ticket_screens import listed


def tickets_behind(view: tuple[Figures, PageOf[TicketView]], notice: DigestList, frame: Frame) -> Screen:
    """The tickets that a figure was made of, as they are now."""
    texts = frame.texts
    figures, listing = view
    section = Section(notice.section)
    total = figures.count(section)
    name, _, _ = week_words(figures.week, texts)
    lines, rows = listed(listing.rows, frame)
    head = texts.say("digest-list-head", week=name, word=texts.say(f"digest-word-{section}"), n=total)
    tail = texts.say("digest-list-rest", n=total - listing.total) if total > listing.total else Html("")
    at = f"{notice.week}:{notice.version}:{section}"
    turn = turning(notice.page, PAGE, listing.total, lambda n: Button(ANYWHERE, "digest-page", arg=f"{at}:{n}"), texts)
    return Screen("\n".join(line for line in (head, *lines, tail) if line), [*rows, turn], confidential=True)
