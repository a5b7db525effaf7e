"""Telling what happened to a ticket, as the table in domain/tickets/told.py has it; verbs do not choose their
listeners."""

from collections.abc import Collection, Sequence

from domain.notices.notice import Notice
from domain.notices.notices import CardRedraw, Letter, Say, TicketCard, TicketMedia, TicketNews, TicketWords
from domain.notices.word_notices import FollowerNews
from domain.posts.accused import passed_over, standing_to
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.tickets.told import Side, Told, told_row
from domain.tickets.visibility import may_hear
from domain.vocabulary import Action, Channel, MediaKind, State, WaitingReason
from domain.words.lengths import units
from services.telling.sides import carries_on, people_at
from services.telling.unasked import may_remind, send_unasked, tell_when_there_is_room
from storage.models import Media, Ticket, TicketText
from storage.unit_of_work import UnitOfWork

MAX_UNITS_ON_A_CARD = 600
"""Units of the report that stand on its card; longer words go in a message of their own, whole."""

MAX_UNITS_BESIDE_A_CARD = 1000
"""Units of what happened that stand on the card it is told with."""

MAX_UNITS_IN_NEWS = 3000
"""Units (domain/words/lengths.py) of a comment or reply that fit under its headline."""

TOGETHER = (MediaKind.PHOTO, MediaKind.VIDEO)
SAID_BY_FILES = frozenset({Action.COMMENT, Action.REPLY, Action.NOTE})
"""Actions that change nothing: a photo or voice says all of it."""


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
    undone: Action | None = None,
) -> set[int]:
    """Queue what domain/tickets/told.py says about line `seq`, and the redraw of every card; returns whoever hears of
    it.

    `had`: who answered for it before; `told`: who hears of it in another way; `undone`: what was taken back. A card to
    act on is given by the verb (`services/answering/assigning.py: ask`). Long words go ahead in a message of their own.
    """
    row, heard = told_row(action, undone), {*told}
    for side, person_id in hearers(work, ticket, action, by=by, had=had, told=told, undone=undone):
        heard.add(person_id)
        if row[side] is Told.CARD:
            _send_words_ahead(work, ticket, action, text, side, person_id, most=MAX_UNITS_BESIDE_A_CARD)
            continue
        if side is Side.ASSIGNEE and by is None and not may_remind(work, person_id, ticket.grade):
            continue
        match side:
            case Side.FORMER:
                _tell_former(work, ticket, seq, person_id, unasked=by is None)
            case Side.FOLLOWERS:
                news = FollowerNews(action, ticket.category, ticket.place_id, undone or _variant(ticket))
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
    undone: Action | None = None,
) -> list[tuple[Side, int]]:
    """Whoever hears of it, each once, with the side that lets them. Those of merged tickets hear of their own ones."""
    row = told_row(action, undone)
    found: dict[int, Side] = {}
    for side in Side:
        if row[side] in (Told.NEWS, Told.CARD) and side is not Side.MERGED:
            for person_id in people_at(work, ticket, side, by=by, had=had):
                if person_id != by and person_id not in told:
                    found.setdefault(person_id, side)
    return [(side, person_id) for person_id, side in found.items()]


def _variant(ticket: Ticket) -> str:
    """Say so of what waits without an end in sight."""
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
    most: int = MAX_UNITS_IN_NEWS,
) -> None:
    """Words too long for the news; never to the resident's side what stays among handlers."""
    if text is None or units(text.body or "") <= most:
        return
    if may_hear(action, reports=side in (Side.REPORTER, Side.PROXY)):
        send(work, ticket, Letter(person_id, TicketWords(ticket.id, text.id)))


def _tell_former(work: UnitOfWork, ticket: Ticket, seq: int, person_id: int, *, unasked: bool) -> None:
    """Whoever may not see it any more hears at least that it is no longer theirs. `unasked`: the clock did it."""
    roles = standing_to(work.directory, person_id, ticket.address, ticket.concerns, work.now)
    sees = bool(roles) and not passed_over(ticket.concerns) & roles
    said = {"number": ticket.number, "name": work.people.name(ticket.assignee_id) or ""}
    notice: Notice = TicketNews(ticket.id, seq) if sees else Say("no-longer-yours", said)
    letter = Letter(person_id, notice)
    if not unasked:
        send(work, ticket, letter)
        return
    tell_when_there_is_room(work, letter, ticket.grade)


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


def give_card(work: UnitOfWork, ticket: Ticket, people: Sequence[int], key: str, seq: int | None = None) -> None:
    """Give the ticket's words, files and card to people who are to act on it, with the words of line `seq`."""
    long = sum(map(units, work.contents.report_words(ticket))) > MAX_UNITS_ON_A_CARD
    texts = work.contents.report_texts(ticket) if long else []
    media = work.contents.media_of(ticket)
    told = {line: work.told_of(ticket.id, line) for line in {one.seq for one in media}}
    for person_id in people:
        for text in texts:
            send(work, ticket, Letter(person_id, TicketWords(ticket.id, text.id)))
        for notice in media_notices([one for one in media if person_id not in told[one.seq]]):
            send(work, ticket, Letter(person_id, notice))
        send(work, ticket, Letter(person_id, TicketCard(ticket.id, key, seq)))


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
