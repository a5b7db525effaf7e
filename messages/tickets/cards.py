"""A ticket's card, for its reporter and for whoever handles it."""

from dataclasses import replace

from domain.notices.notices import CardButtons, CardRedraw, TicketCard
from domain.views import CardView, LineView, TicketView
from domain.vocabulary import Grade, Secrecy, State
from domain.words.lengths import shortened
from messages.asks.ask_screens import line_on_card
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from messages.tickets.card_buttons import buttons_behind, card_buttons

MAX_UNITS_BESIDE = 1000
"""Of longer words that come with a card this much stands on it; they went ahead, whole
(services/telling/telling.py)."""


def _quoted(words: str, most: int) -> Html:
    return Html(f"<blockquote>{safe(shortened(words, most))}</blockquote>")


def state_word(texts: Texts, view: TicketView) -> Html:
    """The state as a reader reads it; a closed one says on whose word."""
    return texts.say(f"state-closed-{view.closing}" if view.closing else f"state-{view.state}")


def role_word(texts: Texts, view: TicketView) -> Html:
    return texts.say(f"role-{view.role}" if view.role else "role-none")


def card(seen: CardView, notice: TicketCard, frame: Frame) -> Screen:
    """A new card, with the line that says why it came."""
    danger = seen.ticket.grade is Grade.P0 and notice.key == "card-new"
    head = frame.texts.say("card-danger" if danger else notice.key)
    return _drawn(seen.ticket, _with_words(head, seen.line), frame)


def _with_words(head: Html | None, line: LineView | None) -> Html | None:
    """What was said with the step by which it came."""
    if line is None or not line.words:
        return head
    quoted = _quoted(line.words, MAX_UNITS_BESIDE)
    return Html(f"{head}\n{quoted}") if head else quoted


def redrawn_card(seen: CardView, _notice: CardRedraw, frame: Frame) -> Screen:
    """The card as the ticket now is; danger that nobody has taken keeps its headline, however often it rings."""
    view = seen.ticket
    rings = view.grade is Grade.P0 and view.state is State.NEW and view.reader_handles
    return _drawn(view, _with_words(frame.texts.say("card-danger") if rings else None, seen.line), frame)


def other_buttons(seen: CardView, notice: CardButtons, frame: Frame) -> Screen:
    """The same message with what stands behind «更多», or as it was; where nothing was pressed, the card with them."""
    view, page = seen.ticket, notice.page
    rows = (
        card_buttons(view, frame.texts, frame.on_cards)
        if page is None
        else buttons_behind(view, page, frame.texts, frame.on_cards)
    )
    return replace(_drawn(view, None, frame), rows=rows, keeps_words=True)


def _drawn(view: TicketView, head: Html | None, frame: Frame) -> Screen:
    texts = frame.texts
    number = texts.say("card-number", number=view.number, state=Html(f"<b>{state_word(texts, view)}</b>"))
    between = "\n" if head and "\n" in head else "　"  # beside a line, below somebody's words
    lines = [
        Html(f"{head}{between}{number}") if head else number,
        texts.say("card-what", category=texts.pick(view.category.name), place=view.place),
        texts.say("card-address-to-check") if view.address_to_check else None,
        texts.say("card-near") if view.near else None,
        _due_and_answers_line(view, frame),
        *_words_lines(view, texts),
        *_course_lines(view, frame),
        *_people_lines(view, texts),
        _who_can_help(view, texts),
    ]
    return Screen("\n".join(line for line in lines if line), card_buttons(view, texts, frame.on_cards))


def _who_can_help(view: TicketView, texts: Texts) -> Html | None:
    """The settings' words on who can be asked, folded, while it is to be done by whoever reads."""
    if view.category.helpers is None or not view.reader_handles or view.state not in (State.NEW, State.CLAIMED):
        return None
    said = texts.say("card-can-help", helpers=texts.pick(view.category.helpers))
    return Html(f"<blockquote expandable>{said}</blockquote>")


def _due_and_answers_line(view: TicketView, frame: Frame) -> Html:
    """Until when, who answers for it, what came of it, who else was asked: one line, for a card is read in three."""
    texts = frame.texts
    done = view.result is not None and view.state in (State.RESOLVED, State.CLOSED)
    result = texts.say("card-result", result=texts.say(f"result-{view.result}")) if done else None
    asks = [line_on_card(one, frame, handles=view.reader_handles) for one in view.asks]
    return Html("　".join(part for part in (_due_line(view, frame), _answers(view, texts), result, *asks) if part))


def _answers(view: TicketView, texts: Texts) -> Html | None:
    if not view.has_assignee or view.post is None:
        return texts.say("card-nobody")
    return None if view.reader_is_assignee else texts.say("card-answers", post=view.post, name=view.answers or "")


def _due_line(view: TicketView, frame: Frame) -> Html | None:
    texts = frame.texts
    due = view.claim_due if view.state is State.NEW else view.resolve_due
    if due is None or view.state not in (State.NEW, State.CLAIMED):
        return None
    if due < frame.now:
        return texts.say("card-overdue", due=texts.when(due, frame.now))
    return texts.say(
        "card-claim-due" if view.state is State.NEW else "card-resolve-due", due=texts.when(due, frame.now)
    )


def _words_lines(view: TicketView, texts: Texts) -> list[Html]:
    lines = []
    if view.words:
        lines.append(Html(f"<blockquote>{safe(view.words)}{'…' if view.words_apart else ''}</blockquote>"))
    if view.words_apart and view.reader_handles:
        lines.append(texts.say("card-words-apart"))
    if view.media:
        lines.append(texts.say("card-files", n=view.media))
    return lines


def _course_lines(view: TicketView, frame: Frame) -> list[Html]:
    texts = frame.texts
    lines = []
    if view.waiting_reason is not None:
        reason = texts.say(f"waiting-{view.waiting_reason}")
        lines.append(texts.say("card-waiting", reason=reason, until=texts.when(view.waiting_until, frame.now)))
    if view.confirmed and view.state is State.RESOLVED:
        lines.append(texts.say("card-confirmed"))
    if view.merged_into and view.state is State.MERGED:
        lines.append(texts.say("card-merged", number=view.merged_into))
    if view.approval is not None:
        lines.append(texts.say("card-approval", asked=texts.say(f"asked-{view.approval}")))
    if view.follows:
        lines.append(texts.say("card-follows", number=view.follows))
    if view.households:
        lines.append(texts.say("card-households", n=view.households))
    if view.reopened:
        lines.append(texts.say("card-reopened-times", n=view.reopened))
    return lines


def _people_lines(view: TicketView, texts: Texts) -> list[Html]:
    lines = []
    if view.helper:
        lines.append(texts.say("card-helper", name=view.helper))
    if view.recorded:
        lines.append(texts.say(f"card-recorded-{view.channel}"))
    elif view.on_behalf:
        lines.append(_behalf(view, texts))
    if not view.reader_handles:
        return lines
    if view.room_hidden:
        lines.append(texts.say("card-room-hidden"))
    if view.secrecy is not Secrecy.NORMAL:
        lines.append(texts.say(f"card-secret-{view.secrecy}"))
    if view.reporter_unreachable:
        lines.append(texts.say("card-unreachable"))
    return lines


def _behalf(view: TicketView, texts: Texts) -> Html:
    """For somebody else, and do they know: exactly what was said of it. Who it is stands there for the reporter alone;
    a handler's look at the name is recorded."""
    aware = texts.say(f"aware-{view.behalf_aware}") if view.behalf_aware is not None else ""
    if view.behalf_name:
        return texts.say("card-behalf-of", name=view.behalf_name, aware=aware)
    return texts.say("card-behalf", aware=aware)
