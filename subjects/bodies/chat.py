"""/bodies: the organisations beside the chain, read by everybody, kept by the office; and writing to one."""

from datetime import timedelta

from domain.notices.notices import Say
from domain.notices.privacy_notices import PrivacyStatement
from domain.refusal import Refusal
from domain.words.sayings import listed
from handlers.pressing import page_in
from handlers.restrictions import limit_reached
from handlers.subject import Press, Question, Takes
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from services.posts.people import has_consented
from storage.models import Awaited
from subjects.bodies.notices import BodiesList, BodyEndSure, BodyPage
from subjects.bodies.rules import KEEPS_BODIES, LETTER
from subjects.bodies.service.bodies import check_letter, end_body, seen_body, write_to

SAID_FOR_BODIES = (
    "组织", "有哪些组织", "物业电话", "物业的电话", "物业电话多少", "业委会", "业委会电话", "找业委会", "居委会电话",
    "organisations", "which organisations", "property firm number",
)  # fmt: skip


def bodies(turn: Turn) -> None:
    """/bodies"""
    turn.answer(BodiesList())


def _page(turn: Turn, button: Button) -> None:
    turn.redraw(BodiesList(page_in(button.arg)))


def _open(turn: Turn, button: Button) -> None:
    seen_body(turn.work, button.subject_id)
    turn.redraw(BodyPage(button.subject_id))


def _write(turn: Turn, button: Button) -> None:
    """«写给它»: one sentence. Whoever has not agreed to what is kept of it is asked that first."""
    if not has_consented(turn.person):
        turn.answer(PrivacyStatement(asking=True, first=True))
        return
    if limit_reached(turn):
        return
    body = check_letter(turn.work, button.subject_id)
    turn.ask(LETTER_WORDS, body=body.id)
    turn.answer(Say("bodies-say", {"name": body.name}))


def _written(turn: Turn, awaited: Awaited) -> None:
    body_id = int(str(awaited.detail["body"]))
    ticket = write_to(turn.work, turn.person, body_id, turn.remark)
    turn.say("bodies-letter-sent", name=turn.work.directory.bodies[body_id].name, number=ticket.number)


def _ask_again(turn: Turn, awaited: Awaited) -> Say:
    body = turn.work.directory.bodies.get(int(str(awaited.detail["body"])))
    return Say("bodies-say", {"name": body.name if body is not None else ""})


LETTER_WORDS = Question(
    "bodies_letter", _written, waits=timedelta(hours=1), takes=Takes.WORDS, muted=False, asks=_ask_again
)


def _end(turn: Turn, button: Button) -> None:
    """«结束这家»: asked back first."""
    if not turn.work.may(turn.person, KEEPS_BODIES):
        raise Refusal("refused-needs-office")
    seen_body(turn.work, button.subject_id)
    turn.redraw(BodyEndSure(button.subject_id))


def _end_yes(turn: Turn, button: Button) -> None:
    body = end_body(turn.work, button.subject_id, by=turn.person)
    turn.redraw(Say("bodies-ended", {"name": body.name}))


PRESSES = (
    Press(ANYWHERE, "bodies", _page, held=None),
    Press(LETTER, "open", _open, held=None),
    Press(LETTER, "write", _write, listed("写给它/写给他们/给他们写信/write to them")),
    Press(LETTER, "end", _end),
    Press(LETTER, "end_yes", _end_yes, under_it=listed("确定/是的/yes")),
)
