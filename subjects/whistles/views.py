"""What somebody sees of whistles, behind their matter's door."""

from collections.abc import Sequence

from domain.matters.matters import possible_steps
from services.matters.matters import matter_actor
from storage.matters.matters import Matters
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.whistles.notices import HowItEnded, WhichWhistle, WhistleCard, WhomToCall
from subjects.whistles.rules import BLOWN, MET, RESULTED, STEPS, Answers, Choosing, WhistleKind, WhistleView
from subjects.whistles.service.counting import answers_of
from subjects.whistles.service.kind import seen_whistle, tickets_of
from subjects.whistles.service.proposing import bodies_to_call, kinds_of


def card(work: UnitOfWork, notice: WhistleCard | HowItEnded, person: Person) -> WhistleView | None:
    """The whole of it; those who are called read their ask instead."""
    found = seen_whistle(work, notice.matter_id, person)
    if found is None:
        return None
    matter, row, words = found.matter, found.row, work.store(Matters)
    owner = work.directory.posts.get(matter.owner_post_id) if matter.owner_post_id is not None else None
    bodies = work.directory.bodies
    said = [line.text_id for line in words.history(matter) if line.action in ("decline", "street_declined", "recall")]
    return WhistleView(
        id=matter.id,
        version=matter.version,
        number=matter.number,
        title=matter.title,
        kind=row.kind,
        state=matter.state,
        owner=owner.title if owner is not None else None,
        proposed_by=work.people.name(row.proposed_by_id),
        called=[bodies[one].name for one in row.called if one in bodies],
        tickets=[(ticket.id, ticket.number, ticket.moves) for ticket in tickets_of(work, matter)],
        come_at=row.come_at,
        spot=words.words(row.spot_id),
        result_due=row.result_due,
        due_at=matter.next_due_at,
        why=words.words(row.why_id),
        result=words.words(row.result_id),
        said_last=words.words(said[-1]) if said else None,
        without_try=row.without_try,
        answers=answers_of(work, matter) if matter.state in (BLOWN, MET, RESULTED) else Answers(),
        assessed=row.assessed,
        actions=possible_steps(STEPS, matter.state, matter_actor(work, matter, person)),
    )


def kinds(work: UnitOfWork, notice: WhichWhistle, person: Person) -> tuple[int, int, Sequence[WhistleKind]]:
    """The ticket, and which kinds they may propose for it."""
    ticket = work.tickets.get(notice.ticket_id, seen_by=person)
    return ticket.id, ticket.moves, kinds_of(work, ticket.id, person)


def whom(work: UnitOfWork, notice: WhomToCall, person: Person) -> Choosing:
    """Those that can be called, the nearest first."""
    ticket = work.tickets.get(notice.ticket_id, seen_by=person)
    return Choosing(ticket.id, ticket.moves, bodies_to_call(work, ticket, WhistleKind(notice.kind)))
