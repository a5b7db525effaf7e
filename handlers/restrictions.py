"""Somebody who is limited, muted or banned: what still passes, and what they read instead."""

from domain.tickets.report_form import KEPT
from domain.tickets.restrictions import REPORTS_A_DAY_WHEN_LIMITED, Restriction
from domain.vocabulary import Grade
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, EMERGENCY, ON_DRAFT, ON_TICKET
from services.filing.reports import keep_aside
from services.keeping.restrictions import in_danger, may_file_today, restriction_of

FILES = (f"{ON_DRAFT}:send:", f"{ANYWHERE}:agree:")


def held_back(turn: Turn) -> bool:
    """Is this held back? Then the person was told until when, and how to object. Danger always passes."""
    row = restriction_of(turn.work, turn.person)
    if turn.query is not None and (turn.query.data or "").startswith(f"{ANYWHERE}:{EMERGENCY}:"):
        return False
    if row is None or not _concerned(turn, row.kind) or in_danger(turn.work, turn.person, _words(turn)):
        return False
    turn.toast(None)
    if (words := _words(turn)) and turn.work.conversation.awaited(turn.person.id) is None:
        keep_aside(turn.work, turn.person, words, turn.message.message_id)  # for the button that says «danger»
    turn.say(f"restricted-still-{row.kind}", until_time=row.until.isoformat(), most=REPORTS_A_DAY_WHEN_LIMITED)
    return True


def _words(turn: Turn) -> str:
    return "" if turn.query is not None else turn.words


def _concerned(turn: Turn, kind: Restriction) -> bool:
    pressed = turn.query.data or "" if turn.query is not None else None
    if pressed is None:
        if turn.words.startswith("/") or kind is Restriction.LIMIT:
            return False
        awaited = turn.work.conversation.awaited(turn.person.id)
        return kind is Restriction.BAN or awaited is None or awaited.what in ("add", KEPT)
    if kind is Restriction.LIMIT:
        return pressed.startswith(FILES) and not may_file_today(turn.work, turn.person)
    if pressed.startswith(f"{ON_TICKET}:"):
        ticket = turn.work.tickets.get(turn.button().subject_id, seen_by=turn.person)
        return kind is Restriction.BAN and ticket.grade is not Grade.P0
    return pressed.startswith((f"{ON_DRAFT}:", *FILES))
