"""What happened to a ticket, told to the other side: from the line of its history, however late it arrives."""

from datetime import datetime

from domain.notices.notices import OtherSideUnreachable, TicketNews
from domain.views import LineView, NewsView, TicketView
from domain.vocabulary import Action, Channel, State, WaitingReason
from domain.words.lengths import shortened
from messages.drawing.buttons import ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from messages.tickets.card_buttons import card_buttons
from messages.tickets.cards import role_word
from messages.tickets.ticket_screens import office_phone, said_on

MAX_UNITS_SHOWN = 3000
"""Units. Longer words were sent ahead, whole (services/telling/telling.py)."""

WITH_BUTTONS = frozenset(
    {Action.CLAIM, Action.RESOLVE, Action.VERIFY, Action.NOT_SOLVED, Action.COMMENT, Action.REPLY, Action.NUDGE}
    | {Action.REJECT, Action.APPEAL, Action.DECLINE, Action.REASSIGN, Action.REGRADE, Action.UNLINK, Action.FOLLOWED}
    | {Action.ESCALATE, Action.REMIND, Action.CLOSE, Action.FOLLOW_UP, Action.STEP_BACK, Action.UNDO}
)
"""News that are best answered at once carry the ticket's buttons."""


SAID_TO_IT = frozenset({Action.COMMENT, Action.CORRECT, Action.REPLY, Action.NOTE})
"""What is said to a merged ticket, and read by who handles the one it lives on in."""


def news(told: NewsView, _notice: TicketNews, frame: Frame) -> Screen:
    """One line of history as news."""
    texts, view, line = frame.texts, told.ticket, told.line
    text = texts.say(_key(view, line, frame.reader.person_id), **_values(view, line, frame))
    if view.merged_into and view.reader_handles and line.action in SAID_TO_IT:
        text = Html(f"{text}\n{texts.say('card-merged', number=view.merged_into)}")
    if line.words:
        shown = shortened(line.words, MAX_UNITS_SHOWN)
        text = Html(f"{text}\n<blockquote>{safe(shown)}</blockquote>")
        text = Html(f"{text}\n{texts.say('card-words-apart')}") if shown != line.words else text
    rows: list[ButtonRow] = card_buttons(view, texts, frame.on_cards) if line.action in WITH_BUTTONS else []
    return Screen(text, rows)


def detail_of(line: LineView, name: str) -> object:
    """A fact of the line."""
    return line.detail.get(name)


def _key(view: TicketView, line: LineView, reader: int | None) -> str:
    if line.detail.get("had") == reader and not (view.reader_reports or view.reader_is_assignee):
        return "news-taken-help" if line.action is Action.ESCALATE else "news-taken"
    nobody = line.action is Action.REROUTE and not line.detail.get("to")
    waits = line.action is Action.CONFIRM and line.after is State.RESOLVED
    done = line.action is Action.RESOLVE and view.reader_is_assignee
    tells = line.action in (Action.RESOLVE, Action.MERGE, Action.UNLINK) and not view.reader_reports
    alone = line.action is Action.UNLINK and line.channel is Channel.CLOCK
    if line.action is Action.COMMENT and line.detail.get("stepped_back"):
        return "news-step_back"
    if line.action is Action.ESCALATE:
        does = str(detail_of(line, "does"))
        if does in ("superior_takes_over", "office_takes_over"):
            return "news-escalate-taken-over"
        return "news-escalate-remind" if does == "remind" else "news-escalate-told"
    if line.action is Action.UNDO:
        return f"news-undo{said_on(line)}{'' if view.reader_reports else '-tell'}"
    takes_on = line.action in (Action.RETURN, Action.REOPEN) and view.reader_is_assignee and not view.reader_reports
    of_handlers = line.action is Action.CORRECT and not line.by_reporter
    parked = line.action is Action.WAIT and detail_of(line, "reason") == WaitingReason.PARKED
    variants = {
        "-parked": parked,
        "-nobody": nobody,
        "-verify": waits,
        "-done": done,
        "-tell": tells or takes_on or of_handlers,
        "-alone": alone,
        said_on(line): bool(said_on(line)),
    }
    return f"news-{line.action}" + next((suffix for suffix, applies in variants.items() if applies), "")


def _values(view: TicketView, line: LineView, frame: Frame) -> dict[str, object]:
    texts = frame.texts
    detail = line.detail
    name = line.by if line.action is Action.CLAIM else view.answers
    shown = "news-claim-name" if view.reader_reports else "news-claim-name-tell"
    overdue = view.resolve_due if view.state is State.CLAIMED else view.claim_due
    due_key = "card-overdue" if overdue and overdue < frame.now else _due_key(view)
    promised = view.claim_due if view.state is State.NEW else view.resolve_due
    return {
        "was": texts.when(datetime.fromisoformat(str(detail["was"])), frame.now) if detail.get("was") else "-",
        "next": texts.when(view.next_step_at, frame.now),
        "promised": texts.when(promised, frame.now),
        "what": texts.say(f"what-{line.after}") if line.action is Action.ESCALATE else "",
        "to_post": view.post or "",
        "close": texts.say("day-only", date=texts.day(view.closes_at)) if view.closes_at else "",
        "by": texts.say("reporter") if line.by_reporter else line.by or texts.say("somebody"),
        "number": view.number,
        "days": frame.community.reopen_days,
        "since": view.category.follow_up_days,
        "households": view.households,
        "category": texts.pick(view.category.name),
        "place": view.place,
        "role": role_word(texts, view),
        "name": (name or "") if line.action is Action.ESCALATE else texts.say(shown, name=name) if name else "",
        "to": detail.get("to_name") or view.post or texts.say("somebody"),
        "claim": texts.when(view.claim_due, frame.now),
        "resolve": texts.when(view.resolve_due, frame.now),
        "until": texts.when(view.waiting_until, frame.now),
        "reason": _reason(line, texts),
        "asked": texts.say(f"asked-{detail['asked']}") if detail.get("asked") else "",
        "into": detail.get("into") or "",
        "state": texts.say(f"state-{detail['state']}") if detail.get("state") else "",
        "grade": texts.say(f"grade-{detail['to_grade']}") if detail.get("to_grade") else "",
        "result": texts.say(f"result-{detail['result']}") if line.action is Action.RESOLVE else "",
        "rating": texts.say(f"rating-{detail['rating']}") if line.action is Action.RATE else "",
        "office": office_phone(frame),
        "due": texts.say(due_key, due=texts.when(overdue, frame.now)) if overdue else "",
    }


def _reason(line: LineView, texts: Texts) -> str:
    if line.action is Action.WAIT:
        return texts.say(f"waiting-{line.detail['reason']}")
    return texts.say(f"reject-{line.detail['reason']}") if line.action is Action.REJECT else ""


def _due_key(view: TicketView) -> str:
    return "card-claim-due" if view.state is State.NEW else "card-resolve-due"


def unreachable(view: TicketView, notice: OtherSideUnreachable, frame: Frame) -> Screen:
    """The other side cannot be reached here; another way is offered."""
    texts = frame.texts
    return Screen(texts.say(f"unreachable-{notice.who}", number=view.number), card_buttons(view, texts, frame.on_cards))
