"""Telling what happened to a ticket, as the table in domain/told.py has it; verbs do not choose their listeners."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.lifecycle import THE_CLOCK, advance
from domain.notice import Notice
from domain.notices import CardRedraw, Letter, Say, TicketCard, TicketMedia, TicketNews, TicketWords
from domain.report_form import Attachment
from domain.told import TOLD, Side, Told
from domain.visibility import AMONG_HANDLERS
from domain.word_notices import FollowerNews
from domain.words import Action, Channel, Grade, MediaKind, State, WaitingReason
from services.digest_days import after_the_digest, awaiting_digest
from services.mornings import MORNING
from services.sides import carries_on, people_at
from storage.models import Ticket, TicketText
from storage.unit_of_work import UnitOfWork

WORDS_ON_A_CARD = 600
"""Characters of the report that stand on its card; longer words go in a message of their own, whole."""

WORDS_BESIDE_A_CARD = 1000
"""Characters of what happened that stand on the card it is told with."""

WORDS_IN_NEWS = 3000
"""Characters of a comment or reply that fit under its headline."""

UNASKED = "unasked "
LONGEST_DELAY_DAYS = 4
"""What somebody must hear waits no longer than that for a morning on which he hears little."""
MOST_UNASKED = 2
"""Unasked messages a day to one person beside new tickets; what is over waits for the morning message."""


def may_remind(work: UnitOfWork, person_id: int, grade: Grade) -> bool:
    """At most two unasked messages a day to one person; on a working day the morning's is one of them. What comes up at
    night is heard in the morning, and counts on that day."""
    day = _may_ring_at(work, person_id, grade).astimezone(work.community.calendar().zone).date()
    return _has_room(work, person_id, day)


def _has_room(work: UnitOfWork, person_id: int, day: date) -> bool:
    """Is one more unasked message on that day not too many? It counts from now on."""
    most = MOST_UNASKED - int(work.community.calendar().is_working_day(day))
    return work.counters.up(f"{UNASKED}{day} {person_id}") <= most


def _when_there_is_room(work: UnitOfWork, person_id: int, grade: Grade) -> datetime:
    """When somebody may hear what he must hear, however much he has heard: now, or on the first morning on which it is
    not too much. Danger is never too much."""
    zone, at = work.community.calendar().zone, _may_ring_at(work, person_id, grade)
    days = [at.astimezone(zone).date() + timedelta(days=days) for days in range(LONGEST_DELAY_DAYS)]
    if grade is Grade.P0 or _has_room(work, person_id, days[0]):
        return at
    day = next((day for day in days[1:] if _has_room(work, person_id, day)), days[-1])
    return datetime.combine(day, MORNING, zone)


def tell_about(
    work: UnitOfWork,
    ticket: Ticket,
    action: Action,
    seq: int,
    *,
    by: int | None,
    text: TicketText | None = None,
    had: int | None = None,
    told: Collection[int] = (),
) -> set[int]:
    """Queue what domain/told.py says about line `seq`, and the redraw of every card; returns whoever hears of it.

    `had`: who answered for it before; `told`: who hears of it in another way. A card to act on is given by the verb
    (`services/assigning.py: ask`). Long words go ahead in a message of their own.
    """
    row, heard = TOLD[action], {*told}
    for side, person_id in hearers(work, ticket, action, by=by, had=had, told=told):
        heard.add(person_id)
        if row[side] is Told.CARD:
            _send_words_ahead(work, ticket, action, text, side, person_id, most=WORDS_BESIDE_A_CARD)
            continue
        if side is Side.ASSIGNEE and by is None and not may_remind(work, person_id, ticket.grade):
            continue
        match side:
            case Side.FORMER:
                _tell_former(work, ticket, seq, person_id, unasked=by is None)
            case Side.FOLLOWERS:
                news = FollowerNews(action, ticket.category, ticket.place_id, _variant(ticket))
                send(work, ticket, Letter(person_id, news))
            case _:
                _send_words_ahead(work, ticket, action, text, side, person_id)
                send_news(work, ticket, seq, (person_id,))
    if row.redraws:
        redraw_cards(work, ticket)
    if row.merged is Told.NEWS:
        _tell_merged(work, ticket, heard | {by or 0})
    if (target := carries_on(work, ticket)) is not None and row.target in (Told.NEWS, Told.CARD):
        _take_in(work, ticket, target, action, text)
    return heard


def hearers(
    work: UnitOfWork,
    ticket: Ticket,
    action: Action,
    *,
    by: int | None,
    had: int | None = None,
    told: Collection[int] = (),
) -> list[tuple[Side, int]]:
    """Whoever hears of it, each once, with the side that lets him. Those of merged tickets hear of their own ones."""
    row = TOLD[action]
    found: dict[int, Side] = {}
    for side in Side:
        if row[side] in (Told.NEWS, Told.CARD) and side is not Side.MERGED:
            for person_id in people_at(work, ticket, side, by=by, had=had):
                if person_id != by and person_id not in told:
                    found.setdefault(person_id, side)
    return [(side, person_id) for person_id, side in found.items()]


def _variant(ticket: Ticket) -> str:
    """What waits without an end in sight is said so."""
    parked = ticket.state is State.WAITING and ticket.waiting_reason is WaitingReason.PARKED
    return "parked" if parked else ""


def _send_words_ahead(
    work: UnitOfWork,
    ticket: Ticket,
    action: Action,
    text: TicketText | None,
    side: Side,
    person_id: int,
    *,
    most: int = WORDS_IN_NEWS,
) -> None:
    """Words too long for the news; never to the resident's side what stays among handlers."""
    if text is None or len(text.body or "") <= most:
        return
    if side not in (Side.REPORTER, Side.PROXY) or action not in AMONG_HANDLERS:
        send(work, ticket, Letter(person_id, TicketWords(ticket.id, text.id)))


def _tell_former(work: UnitOfWork, ticket: Ticket, seq: int, person_id: int, *, unasked: bool) -> None:
    """Whoever may not see it any more hears at least that it is no longer his. `unasked`: the clock did it."""
    sees = bool(work.directory.standing(person_id, ticket.address, work.now)) and not ticket.concerns_steward
    said = {"number": ticket.number, "name": work.people.name(ticket.assignee_id) or ""}
    notice: Notice = TicketNews(ticket.id, seq) if sees else Say("no-longer-yours", said)
    letter = Letter(person_id, notice)
    if not unasked:
        send(work, ticket, letter)
        return
    at = _when_there_is_room(work, person_id, ticket.grade)
    work.tell(replace(letter, held_until=at if at > work.now else None, keeps_quiet=ticket.grade))


def _tell_merged(work: UnitOfWork, ticket: Ticket, heard: Collection[int]) -> None:
    """Those merged into it follow its state, each by a line of its own."""
    for follower in work.tickets.merged_into(ticket):
        change = advance(follower, Action.FOLLOWED, by=THE_CLOCK, at=work.now)
        facts = {"into": ticket.number, "state": ticket.state}
        seq = work.record(follower, change, channel=Channel.CLOCK, detail=facts)
        tell_about(work, follower, Action.FOLLOWED, seq, by=None, told=heard)


def _take_in(work: UnitOfWork, ticket: Ticket, target: Ticket, what: Action, text: TicketText | None) -> None:
    """What happens to a merged ticket stands in the history of the one it lives on in, for those who handle that."""
    text = text or (next(iter(work.contents.report_texts(ticket)), None) if what is Action.MERGE else None)
    change = advance(target, Action.TAKE_IN, by=THE_CLOCK, at=work.now)
    facts = {"number": ticket.number, "what": what}
    seq = work.record(target, change, channel=Channel.CLOCK, text_id=text.id if text else None, detail=facts)
    tell_about(work, target, Action.TAKE_IN, seq, by=None)


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


def give_card(work: UnitOfWork, ticket: Ticket, people: Sequence[int], key: str, seq: int | None = None) -> None:
    """Give the ticket's words, files and card to people who are to act on it, with the words of line `seq`."""
    long = sum(map(len, work.contents.report_words(ticket))) > WORDS_ON_A_CARD
    texts = work.contents.report_texts(ticket) if long else []
    files = media_notices(ticket.id, [(m.id, m.kind) for m in work.contents.media_of(ticket)])
    for person_id in people:
        words: list[Notice] = [TicketWords(ticket.id, text.id) for text in texts]
        for notice in (*words, *files, TicketCard(ticket.id, key, seq)):
            send(work, ticket, Letter(person_id, notice))


def media_notices(ticket_id: int, media: Sequence[tuple[int, MediaKind]]) -> list[Notice]:
    """Photos and videos together as albums of up to ten, everything else on its own."""
    together = [media_id for media_id, kind in media if kind in (MediaKind.PHOTO, MediaKind.VIDEO)]
    apart = [media_id for media_id, kind in media if kind not in (MediaKind.PHOTO, MediaKind.VIDEO)]
    notices: list[Notice] = [
        TicketMedia(ticket_id, tuple(together[start : start + 10])) for start in range(0, len(together), 10)
    ]
    return notices + [TicketMedia(ticket_id, (media_id,)) for media_id in apart]


def tell_media(
    work: UnitOfWork, ticket: Ticket, action: Action, media: Sequence[Attachment], seq: int, *, by: int | None
) -> None:
    """Files go to whoever hears of the line they hang on."""
    ids = work.contents.add_media(ticket, seq, media)
    notices = media_notices(ticket.id, list(zip(ids, (one.kind for one in media), strict=True)))
    for _, person_id in hearers(work, ticket, action, by=by):
        for notice in notices:
            send(work, ticket, Letter(person_id, notice))
