"""Words and files that answer nothing: which ticket are they for? And those that come to one that has ended."""

from domain.notices.word_notices import LateWords, LooseWords, WhichTicket
from domain.tickets.late_words import LateChoice, offers
from domain.view_shapes import PageOf
from domain.views import MOST_ASKED, LooseView, TicketView
from domain.vocabulary import Action, State
from domain.words.lengths import shortened
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from messages.drawing.way_out import way_out

MAX_UNITS_QUOTED = 160
"""Of what waits so much is shown again: enough to know it by."""


def called(view: TicketView, texts: Texts) -> str:
    """Who handles it or was asked to, as a resident calls them."""
    nobody = view.state is State.MERGED or not view.has_assignee
    return (None if nobody else view.answers or view.post) or texts.label("who-answers")


def loose_words(seen: LooseView, notice: LooseWords, frame: Frame) -> Screen:
    """Are they for this ticket? Nothing is sent before one of the buttons is pressed."""
    view, texts = seen.ticket, frame.texts
    who, category = called(view, texts), texts.pick(view.category.name)
    key = "loose-handler" if view.reader_handles else "loose-resident"
    asked = texts.say(key, who=who, category=category, place=view.place, number=view.number)
    lines = [_quoted(seen, texts), asked]
    rows = _for_handlers(view, texts) if view.reader_handles else _for_residents(view, who, frame)
    if notice.others:
        rows.append([(texts.label("button-another-ticket"), Button(ANYWHERE, "which_ticket"))])
    return way_out(Screen("\n".join(line for line in lines if line), [*rows, _new_matter(texts)]), texts)


def _for_handlers(view: TicketView, texts: Texts) -> list[ButtonRow]:
    reply = (texts.label("button-reply"), Button(ON_TICKET, "these_reply", view.id, view.moves))
    note = (texts.label("button-note"), Button(ON_TICKET, "these_note", view.id, view.moves))
    shown = ((Action.REPLY, reply), (Action.NOTE, note))
    return [[made for action, made in shown if action in view.actions]]


def _for_residents(view: TicketView, who: str, frame: Frame) -> list[ButtonRow]:
    texts, on = frame.texts, (view.id, view.moves)
    tell = texts.label("button-tell_these", who=who, number=view.number)
    solved, rows = list[tuple[str, Button]](), list[ButtonRow]()
    if Action.CONFIRM in view.actions and not view.confirmed:
        solved.append((texts.label("button-confirm"), Button(ON_TICKET, "confirm", *on)))
    if Action.NOT_SOLVED in view.actions:
        solved.append((texts.label("button-not_solved"), Button(ON_TICKET, "these_not_solved", *on)))
    due = view.claim_due if view.state is State.NEW else view.resolve_due
    late = due is not None and due < frame.now and view.nudge_again_at is None
    if late and Action.NUDGE in view.actions:
        rows.append([(texts.label("button-nudge-these"), Button(ON_TICKET, "these_nudge", *on))])
    return [[(tell, Button(ON_TICKET, "add_these", *on))], *([solved] if solved else ()), *rows]


def _new_matter(texts: Texts) -> ButtonRow:
    return [(texts.label("button-new-matter"), Button(ANYWHERE, "report"))]


def _quoted(seen: LooseView, texts: Texts) -> Html | None:
    if seen.words:
        return Html(f"<blockquote>{safe(shortened(seen.words, MAX_UNITS_QUOTED))}</blockquote>")
    return texts.say("card-files", n=seen.files) if seen.files else None


def which_ticket(page: PageOf[TicketView], notice: WhichTicket, frame: Frame) -> Screen:
    """Words that may be about several tickets: about which one, or is it new?"""
    texts = frame.texts
    rows: list[ButtonRow] = []
    for view in page.rows:
        label = texts.label("button-add_these", number=view.number, category=texts.pick(view.category.name))
        which = Button(ON_TICKET, "these_of" if view.reader_handles else "add_these", view.id, view.moves)
        rows.append([(label, which)])
    if (notice.page + 1) * MOST_ASKED < page.total:
        rows.append([(texts.label("button-further"), Button(ANYWHERE, "which_ticket", arg=str(notice.page + 1)))])
    return way_out(Screen(texts.say("which-ticket"), [*rows, _new_matter(texts)]), texts)


def late_words(view: TicketView, notice: LateWords, frame: Frame) -> Screen:
    """Words to a ticket that has ended: a button for whatever can be made of them."""
    texts = frame.texts
    late = offers(view.actions, reports=view.reader_reports)
    key = f"late-{view.state}" if late else "late-nothing"
    asked = [*late, LateChoice.NEW] if notice.loose else late
    rows: list[ButtonRow] = [
        [(texts.label(f"button-late-{one}"), Button(ON_TICKET, "late", view.id, view.moves, one))] for one in asked
    ]
    screen = Screen(texts.say(key, number=view.number), rows)
    return way_out(screen, texts) if notice.loose else screen
