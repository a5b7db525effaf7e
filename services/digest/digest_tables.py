"""The rows behind a digest, with the reporters' names masked; a look at the names is recorded in every ticket."""

from collections.abc import Sequence

from domain.digest.digest import Figures, TableRow
from domain.tickets.lifecycle import may
from domain.tickets.masking import masked
from domain.tickets.visibility import may_ask_name
from domain.vocabulary import Action
from services.digest.digests import building_of
from services.tickets.talking import look_at_reporter
from storage.digest.digests import Digests
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def table_rows(work: UnitOfWork, figures: Figures, person: Person, *, names: bool) -> list[TableRow]:
    """What the reader may see of the week's tickets, without those that are only counted. With `names`, those whose
    name they may ask for are in full: `look_at_names` has recorded it."""
    return [
        TableRow(
            t.id,
            t.number,
            t.category,
            building_of(work, t)[1],
            _reporter(work, t, in_full=names and _may_look(work, t, person)),
            t.grade,
            t.state,
            t.filed_at,
            t.claimed_at,
            t.resolved_at,
            t.ended_at,
        )
        for t in _shown(work, figures, person)
    ]


def look_at_names(work: UnitOfWork, week: str, version: int, *, by: Person) -> int:
    """Record a look at the reporter of every ticket in the table; returns at how many."""
    figures = work.store(Digests).get(week, version)
    tickets = _shown(work, figures, by) if figures is not None else []
    looked = [ticket for ticket in tickets if _may_look(work, ticket, by)]
    for ticket in looked:
        look_at_reporter(work, ticket.id, by=by)
    return len(looked)


def _shown(work: UnitOfWork, figures: Figures, person: Person) -> Sequence[Ticket]:
    hidden = set(figures.hidden)
    shown = [ticket_id for ticket_id in figures.everything if ticket_id not in hidden]
    return work.tickets.several(shown, seen_by=person)


def _may_look(work: UnitOfWork, ticket: Ticket, person: Person) -> bool:
    return may_ask_name(ticket) and may(ticket, Action.LOOK, work.tickets.actor(ticket, person), work.now)


def _reporter(work: UnitOfWork, ticket: Ticket, *, in_full: bool) -> str:
    name = work.people.name(ticket.reporter_id) or ""
    return name if in_full else masked(name)
