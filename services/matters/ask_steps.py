"""What follows from every step of an ask: the history of what it is about, and who is told.

Of a ticket whoever asked and whoever answers for it hear each step. Of a matter, in which many may be called, they read
the steps on its card, and its kind's own clock says what they must hear; what is said is passed on at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.bodies.bodies import Body, BodyChannel
from domain.matters.asks import AskAction, AskChange, AskTold
from domain.notices.ask_notices import AskCard, AskNews
from domain.notices.notices import Letter
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Channel, Grade, HeldAs
from services.matters import resting
from services.matters.ask_door import AskAndMatter, AskAndTicket, FoundAsk
from services.matters.bundling import bundle_for_reporter
from services.telling.saying import record_said
from services.telling.telling import redraw_cards, tell_files
from services.telling.unasked import send_unasked
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import AskRow, Person
from storage.unit_of_work import UnitOfWork

HEARD_BY_REPORTER = frozenset({AskAction.ACCEPT, AskAction.DECLINE, AskAction.DONE, AskAction.UNDO})
"""What came of an ask, in the reporter's joined message of that day."""
ASK_STEP = "ask-step"
"""How a step of an ask is called in a matter's history; its text is the ask's."""
LOOKS_WITHIN_DAYS = 2
"""Working days after which the assignee is reminded to look at what is said to be done (B6)."""


def people_asked(work: UnitOfWork, body: Body) -> list[int]:
    """Who reads the ask: of a body with seats in the chat whoever acts for it now; of others the office, who ring them
    up. An alliance is its own seats, never those of its members (B5)."""
    if body.channel is BodyChannel.CHAT:
        return work.directory.contacts(body.id, work.now)
    return people_who_ring(work)


def people_who_ring(work: UnitOfWork) -> list[int]:
    """The office, else the secretary: they ring up whom nothing reaches, and enter what they hear."""
    directory = work.directory
    return directory.office(work.now)


def people_of(work: UnitOfWork, ask: AskRow) -> list[int]:
    """Whoever has the ask's card to answer now."""
    if ask.to_person_id is not None:
        return [ask.to_person_id]
    if ask.to_body_id is not None:
        return people_asked(work, work.directory.bodies[ask.to_body_id])
    return _acting(work, ask.to_post_id) if ask.to_post_id is not None else []


def _acting(work: UnitOfWork, post_id: int) -> list[int]:
    return [one for held_as in HeldAs for one in work.directory.acting(post_id, held_as, work.now)]


def write_step(
    work: UnitOfWork, found: FoundAsk, change: AskChange, *, said: Remark | None = None, told: bool = True
) -> int:
    """The ask is as the change has it; the history says so, with what was said, and (`told`) whoever asked and whoever
    answers for the ticket hear of it, never who did it themselves."""
    found.ask.state, found.ask.version = change.after, found.ask.version + 1
    to = askers(found) if told and isinstance(found, AskAndTicket) else ()
    if change.action in HEARD_BY_REPORTER and isinstance(found, AskAndTicket):
        bundle_for_reporter(work, found.ticket)
    return say_to(work, found, AskTold(change.action), to, by=change.by, said=said)


def say_to(
    work: UnitOfWork,
    found: FoundAsk,
    step: AskTold,
    people: Sequence[int],
    *,
    by: int | None,
    said: Remark | None = None,
) -> int:
    """A line in the history, with words and files where there are some, and news of it to these people; returns the
    line's number."""
    ask, people = found.ask, [one for one in people if one != by]
    seq = (
        _line_of_ticket(work, found, step, people, by, said)
        if isinstance(found, AskAndTicket)
        else _line_of_matter(work, found, step, by, said)
    )
    for person_id in people:
        send_ask_letter(work, found, Letter(person_id, AskNews(ask.id, step, seq)))
    return seq


def send_ask_letter(work: UnitOfWork, found: FoundAsk, letter: Letter) -> None:
    """Something about an ask that nobody asked for at this moment."""
    send_unasked(work, letter, grade_of(found))


def grade_of(found: FoundAsk) -> Grade:
    """Whose quiet time it keeps: its ticket's; a matter's is never urgent."""
    return found.ticket.grade if isinstance(found, AskAndTicket) else Grade.P2


def _line_of_ticket(
    work: UnitOfWork, found: AskAndTicket, step: AskTold, people: Sequence[int], by: int | None, said: Remark | None
) -> int:
    ask, ticket = found.ask, found.ticket
    line = replace(advance(ticket, Action.ASK_STEP, by=THE_CLOCK, at=work.now), by=by)
    detail = {"ask": ask.id, "body": ask.to_body_id, "stands": ask.state, "step": step, "why_not": ask.reason}
    if said is not None and by is not None and (said.words.strip() or said.files):
        seq, _ = record_said(work, ticket, line, said, by=work.people.get(by), detail=detail)
        tell_files(work, ticket, seq, people)
    else:
        seq = work.record(ticket, line, channel=Channel.CLOCK if by is None else Channel.CHAT, detail=detail)
    redraw_cards(work, ticket)
    return seq


def _line_of_matter(work: UnitOfWork, found: AskAndMatter, step: AskTold, by: int | None, said: Remark | None) -> int:
    """Its words are kept, of files only that there were some: a meeting is no archive."""
    ask, matters = found.ask, work.store(Matters)
    words = said.words.strip() if said is not None else ""
    text = matters.keep_words(words, by) if words else None
    line = matters.append(
        found.matter,
        ASK_STEP,
        found.matter.state,
        by=by,
        channel=Channel.CLOCK if by is None else Channel.CHAT,
        text_id=text.id if text is not None else None,
        detail={"ask": ask.id, "body": ask.to_body_id, "stands": ask.state, "step": step, "why_not": ask.reason},
    )
    return line.n


def askers(found: FoundAsk) -> list[int]:
    """Who hears what became of it: whoever asked, and whoever answers for the ticket now."""
    answers = found.ticket.assignee_id if isinstance(found, AskAndTicket) else None
    both = (found.ask.asked_by_id, answers)
    return list(dict.fromkeys(one for one in both if one is not None))


def tell_asked(work: UnitOfWork, found: FoundAsk, lead: str, *, without: int | None = None) -> None:
    """Whoever has it to answer sees it as it is now, with a sentence that says what is new."""
    for person_id in people_of(work, found.ask):
        if person_id != without:
            send_ask_letter(work, found, Letter(person_id, AskCard(found.ask.id, lead)))


def recall(work: UnitOfWork, found: FoundAsk, change: AskChange) -> None:
    """Nothing is expected of the asked any more, and they are told; the ticket's clock is given back."""
    ask = found.ask
    ask.was, ask.ended_at, ask.next_step_at = change.before, work.now, None
    write_step(work, found, change, told=change.by is not None)
    tell_asked(work, found, "recalled", without=change.by)
    give_back(work, found)


def hold(work: UnitOfWork, found: FoundAsk) -> None:
    """The ticket rests while somebody does what they have agreed to."""
    if isinstance(found, AskAndTicket):
        resting.hold(work, found.ask, found.ticket, askers(found))


def give_back(work: UnitOfWork, found: FoundAsk) -> None:
    """The ask keeps its ticket at rest no longer."""
    if isinstance(found, AskAndTicket):
        resting.give_back(work, found.ask, found.ticket, askers(found))


def looks_at(work: UnitOfWork) -> datetime:
    """When the assignee is reminded to look at what is said to be done."""
    return work.community.calendar().working_days_after(work.now, LOOKS_WITHIN_DAYS)


def moment(work: UnitOfWork, at: datetime) -> str:
    """As a refusal says it: «12-03 18:30», where the community is."""
    return f"{at.astimezone(ZoneInfo(work.community.zone)):%m-%d %H:%M}"


def asks_to_answer(work: UnitOfWork, person: Person) -> list[AskRow]:
    """What somebody is to answer: of the bodies whose seats they have; and whoever rings up the others has what those
    are asked, and what reached nobody."""
    directory, asks = work.directory, work.store(Asks)
    bodies = {seat.body_id for seat in directory.seats_of(person.id, work.now) if seat.body_id is not None}
    own = [*asks.open_to_person(person.id), *(ask for ask in asks.open_to(bodies) if ask.to_person_id is None)]
    if person.id not in people_who_ring(work):
        return own
    rung = {body.id for body in directory.bodies.values() if not directory.contacts(body.id, work.now)}
    return [*own, *(ask for ask in asks.open_to(rung - bodies) if ask.to_person_id is None)]
