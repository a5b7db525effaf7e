"""Who is told what when something happened to a ticket. One table; verbs do not choose their listeners."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.lifecycle import THE_CLOCK, advance
from domain.notice import Notice
from domain.notices import CardRedraw, Letter, TicketCard, TicketMedia, TicketNews, TicketWords
from domain.visibility import may_hear
from domain.word_notices import FollowerNews
from domain.words import Action, Channel, Grade, MediaKind
from services.digest_days import after_the_digest, awaiting_digest
from storage.models import Media, Ticket, TicketText
from storage.unit_of_work import UnitOfWork

WORDS_ON_A_CARD = 600
"""Characters of the report that stand on its card; longer words go in a message of their own, whole."""

WORDS_IN_NEWS = 3000
"""Characters of a comment or reply that fit under its headline."""

UNASKED = "unasked "
MOST_UNASKED = 2
"""Unasked messages a day to one person beside new tickets; what is over waits for the morning message."""

TOGETHER = (MediaKind.PHOTO, MediaKind.VIDEO)
SAID_BY_FILES = frozenset({Action.COMMENT, Action.REPLY, Action.NOTE})
"""Actions that change nothing: a photo or voice says all of it."""

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
        if text is not None and long and may_hear(action, reports=person_id == ticket.reporter_id):
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


def release_overdue(work: UnitOfWork, limit: int) -> int:
    """Nothing is held for ever: by day, what should have left an hour ago leaves, whatever it waits for (a digest that
    cannot be made). Returns how many; in good order there are none."""
    if work.quiet_until(Grade.P3) is not None:
        return 0
    return work.held.release_overdue(limit)


def send_news(work: UnitOfWork, ticket: Ticket, seq: int, people: Sequence[int]) -> None:
    """A line of the ticket's history to these people, its files ahead of it. Where files are all that was said, they
    bring what there is to tell as their caption."""
    files = work.contents.files_with(ticket, seq)
    tell_files(work, ticket, seq, people)
    if files is not None and files.alone and files.action in SAID_BY_FILES and _captioned(files.rows):
        return
    for person_id in people:
        send(work, ticket, Letter(person_id, TicketNews(ticket.id, seq)))


def tell_files(work: UnitOfWork, ticket: Ticket, seq: int, people: Sequence[int]) -> None:
    """The files that were just attached to a line of the history, to these people."""
    files = work.contents.files_with(ticket, seq)
    for person_id in people if files is not None else ():
        for notice in media_notices(files.rows if files is not None else ()):
            send(work, ticket, Letter(person_id, notice))


def redraw_cards(work: UnitOfWork, ticket: Ticket) -> None:
    """Everybody who has a card of it sees it as it now is."""
    work.tell(*(Letter(person_id, CardRedraw(ticket.id)) for person_id in work.messages.card_holders(ticket.id)))


def give_card(work: UnitOfWork, ticket: Ticket, people: Sequence[int], key: str, *, line: int | None = None) -> None:
    """Give the ticket's words, files and card to people who are to act on it. `line`: the line of its history by which
    they get it; what was said with it stands before the card."""
    long = sum(map(len, work.contents.report_words(ticket))) > WORDS_ON_A_CARD
    texts = work.contents.report_texts(ticket) if long else []
    media = work.contents.media_of(ticket)
    told = {seq: work.told_of(ticket.id, seq) for seq in {line, *(one.seq for one in media)} if seq is not None}
    for person_id in people:
        for text in texts:
            send(work, ticket, Letter(person_id, TicketWords(ticket.id, text.id)))
        for notice in media_notices([one for one in media if one.seq != line and person_id not in told[one.seq]]):
            send(work, ticket, Letter(person_id, notice))
        if line is not None and person_id not in told[line]:
            send_news(work, ticket, line, (person_id,))
        send(work, ticket, Letter(person_id, TicketCard(ticket.id, key)))


def media_notices(media: Sequence[Media]) -> list[Notice]:
    """Line by line: photos and videos together as albums of up to ten, everything else on its own."""
    notices: list[Notice] = []
    for seq in sorted({one.seq for one in media}):
        line = [one for one in media if one.seq == seq]
        together = [one.id for one in line if one.kind in TOGETHER]
        groups = [tuple(together[start : start + 10]) for start in range(0, len(together), 10)]
        groups += [(one.id,) for one in line if one.kind not in TOGETHER]
        notices += [TicketMedia(line[0].ticket_id, group, seq) for group in groups]
    return notices


def _captioned(media: Sequence[Media]) -> bool:
    """May all of them bear words? A position does not."""
    return all(one.kind is not MediaKind.LOCATION for one in media)
