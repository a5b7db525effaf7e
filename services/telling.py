"""Who is told what when something happened to a ticket. One table; verbs do not choose their listeners."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.lifecycle import THE_CLOCK, advance
from domain.notice import Notice
from domain.notices import CardRedraw, Letter, TicketCard, TicketMedia, TicketNews, TicketWords
from domain.report_form import Attachment
from domain.visibility import AMONG_HANDLERS
from domain.word_notices import FollowerNews
from domain.words import Action, Channel, Grade, MediaKind
from services.digest_days import after_the_digest, awaiting_digest
from storage.models import Ticket, TicketText
from storage.unit_of_work import UnitOfWork

WORDS_ON_A_CARD = 600
"""Characters of the report that stand on its card; longer words go in a message of their own, whole."""

WORDS_IN_NEWS = 3000
"""Characters of a comment or reply that fit under its headline."""

UNASKED = "unasked "
MOST_UNASKED = 2
"""Unasked messages a day to one person beside new tickets; what is over waits for the morning message."""

TOLD: dict[Action, frozenset[str]] = {
    Action.CLAIM: frozenset({"reporter"}),
    Action.RETURN: frozenset({"reporter"}),
    Action.HAND_OVER: frozenset({"reporter"}),
    Action.WAIT: frozenset({"reporter"}),
    Action.RESUME: frozenset({"reporter", "assignee"}),
    Action.RESOLVE: frozenset({"reporter"}),
    Action.CONFIRM: frozenset({"assignee"}),
    Action.NOT_SOLVED: frozenset({"assignee"}),
    Action.VERIFY: frozenset({"reporter", "assignee"}),
    Action.REOPEN: frozenset({"reporter"}),
    Action.REJECT: frozenset({"reporter", "assignee"}),
    Action.APPEAL: frozenset({"assignee"}),
    Action.MERGE: frozenset({"reporter"}),
    Action.UNLINK: frozenset({"reporter"}),
    Action.REASSIGN: frozenset({"reporter", "assignee"}),
    Action.REGRADE: frozenset({"reporter", "assignee"}),
    Action.APPROVE: frozenset({"assignee"}),
    Action.DECLINE: frozenset({"assignee"}),
    Action.WITHDRAW: frozenset({"assignee"}),
    Action.COMMENT: frozenset({"assignee", "reporter"}),
    Action.CORRECT: frozenset({"assignee"}),
    Action.REPLY: frozenset({"reporter"}),
    Action.NOTE: frozenset({"assignee"}),
    Action.NUDGE: frozenset({"assignee"}),
    Action.RATE: frozenset({"assignee"}),
    Action.RECATEGORISE: frozenset({"reporter", "assignee"}),
    Action.RELOCATE: frozenset({"reporter", "assignee"}),
    Action.REROUTE: frozenset({"reporter"}),
    Action.LOCATE: frozenset({"assignee"}),
    Action.NAME_DANGER: frozenset({"assignee"}),
    Action.FOLLOW: frozenset({"assignee"}),
    Action.CALL_OFF: frozenset({"assignee"}),
}
"""What reaches the two sides of a ticket. Every card is redrawn besides; whoever acted reads his own answer."""

FOLLOWED_IN = frozenset({Action.CLAIM, Action.WAIT, Action.RESOLVE, Action.CONFIRM, Action.VERIFY, Action.REOPEN})
"""What the reporters of merged tickets hear of the one that goes on: its new state, and nothing of whose it is."""


TOLD_TO_FOLLOWERS = frozenset({Action.CLAIM, Action.WAIT, Action.RESOLVE, Action.REOPEN, Action.NOT_SOLVED})
"""What neighbours who have the same fault hear of it: that it goes on, never in whose words."""


def listener(ticket: Ticket) -> int | None:
    """Who hears for the resident: the reporter, or whoever recorded it for somebody without a chat."""
    return ticket.reporter_id or ticket.recorded_by_id


def may_remind(work: UnitOfWork, person_id: int, grade: Grade) -> bool:
    """At most two unasked messages a day to one person; on a working day the morning's is one of them. What comes up at
    night is heard in the morning, and counts on that day."""
    calendar = work.community.calendar()
    day = _may_ring_at(work, person_id, grade).astimezone(calendar.zone).date()
    return work.counters.up(f"{UNASKED}{day} {person_id}") <= MOST_UNASKED - int(calendar.is_working_day(day))


def tell_about(
    work: UnitOfWork, ticket: Ticket, action: Action, seq: int, *, by: int | None, text: TicketText | None = None
) -> None:
    """Queue the news for both sides, and the redraw of every card. Long words go ahead in a message of their own."""
    sides = TOLD.get(action, frozenset())
    to = {
        person_id
        for side, person_id in (("reporter", listener(ticket)), ("assignee", ticket.assignee_id))
        if side in sides and person_id is not None and person_id != by
    }
    long = text is not None and len(text.body or "") > WORDS_IN_NEWS
    for person_id in sorted(to):
        if text is not None and long and (person_id == ticket.assignee_id or action not in AMONG_HANDLERS):
            send(work, ticket, Letter(person_id, TicketWords(ticket.id, text.id)))
        if by is not None or person_id != ticket.assignee_id or may_remind(work, person_id, ticket.grade):
            send_news(work, ticket, seq, (person_id,))
    if action in TOLD_TO_FOLLOWERS:
        for person_id in sorted(work.neighbours.followers_of(ticket.id)):
            send(work, ticket, Letter(person_id, FollowerNews(action, ticket.category, ticket.place_id)))
    redraw_cards(work, ticket)
    if action in FOLLOWED_IN:
        _tell_followers(work, ticket)


def _tell_followers(work: UnitOfWork, ticket: Ticket) -> None:
    for follower in work.tickets.merged_into(ticket):
        change = advance(follower, Action.FOLLOWED, by=THE_CLOCK, at=work.now)
        facts = {"into": ticket.number, "state": ticket.state}
        seq = work.record(follower, change, channel=Channel.CLOCK, detail=facts)
        hears = listener(follower)
        if hears is not None:
            send_news(work, follower, seq, (hears,))


def send(work: UnitOfWork, ticket: Ticket, letter: Letter) -> None:
    """Queue something nobody asked for at this moment: only danger rings at night, the rest waits for the morning,
    and on the digest's morning for the digest."""
    send_unasked(work, letter, ticket.grade)


def send_unasked(work: UnitOfWork, letter: Letter, grade: Grade) -> None:
    """The same for what is about no ticket: the grade says whose quiet time it keeps."""
    work.tell(unasked(work, letter, grade))


def unasked(work: UnitOfWork, letter: Letter, grade: Grade) -> Letter:
    """The letter, held until it may ring."""
    if grade is Grade.P0:
        return letter
    allowed = _may_ring_at(work, letter.to, grade)
    return replace(letter, held_until=allowed if allowed > work.now else None, keeps_quiet=grade)


def _may_ring_at(work: UnitOfWork, person_id: int, grade: Grade) -> datetime:
    """Now, or when the night and the digest are over."""
    return after_the_digest(work, person_id, work.quiet_until(grade) or work.now)


def release_held(work: UnitOfWork, limit: int) -> int:
    """What waited for a morning is sent by day, each grade at its hour, even if the program was away that morning;
    what waits for a digest waits on. Returns how many."""
    grades = [grade for grade in Grade if work.quiet_until(grade) is None]
    if Grade.P1 not in grades:
        return 0
    waiting = work.people.chats_of(awaiting_digest(work)).values()
    return work.held.release(grades, limit, without=[chat for chat in waiting if chat is not None])


def send_news(work: UnitOfWork, ticket: Ticket, seq: int, people: Sequence[int]) -> None:
    """A line of the ticket's history to these people."""
    for person_id in people:
        send(work, ticket, Letter(person_id, TicketNews(ticket.id, seq)))


def redraw_cards(work: UnitOfWork, ticket: Ticket) -> None:
    """Everybody who has a card of it sees it as it now is."""
    work.tell(*(Letter(person_id, CardRedraw(ticket.id)) for person_id in work.messages.card_holders(ticket.id)))


def give_card(work: UnitOfWork, ticket: Ticket, people: Sequence[int], key: str) -> None:
    """Give the ticket's words, files and card to people who are to act on it."""
    long = sum(map(len, work.contents.report_words(ticket))) > WORDS_ON_A_CARD
    texts = work.contents.report_texts(ticket) if long else []
    files = media_notices(ticket.id, [(m.id, m.kind) for m in work.contents.media_of(ticket)])
    for person_id in people:
        words: list[Notice] = [TicketWords(ticket.id, text.id) for text in texts]
        for notice in (*words, *files, TicketCard(ticket.id, key)):
            send(work, ticket, Letter(person_id, notice))


def media_notices(ticket_id: int, media: Sequence[tuple[int, MediaKind]]) -> list[Notice]:
    """Photos and videos together as albums of up to ten, everything else on its own."""
    together = [media_id for media_id, kind in media if kind in (MediaKind.PHOTO, MediaKind.VIDEO)]
    apart = [media_id for media_id, kind in media if kind not in (MediaKind.PHOTO, MediaKind.VIDEO)]
    notices: list[Notice] = [
        TicketMedia(ticket_id, tuple(together[start : start + 10])) for start in range(0, len(together), 10)
    ]
    return notices + [TicketMedia(ticket_id, (media_id,)) for media_id in apart]


def tell_media(work: UnitOfWork, ticket: Ticket, media: Sequence[Attachment], seq: int, *, by: int | None) -> None:
    """Files that came with a comment or a reply go to the other side."""
    ids = work.contents.add_media(ticket, seq, media)
    notices = media_notices(ticket.id, list(zip(ids, (one.kind for one in media), strict=True)))
    other = ticket.assignee_id if by == listener(ticket) else listener(ticket)
    if other is not None and other != by:
        for notice in notices:
            send(work, ticket, Letter(other, notice))
