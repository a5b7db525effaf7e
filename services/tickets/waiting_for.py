"""The tickets that wait for one step of somebody, and whether words can be about one of them."""

from domain.places.place_reading import read_place
from domain.tickets.lifecycle import may
from domain.vocabulary import Action, State
from domain.words.categories import OTHER
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

_OF_REPORTER = frozenset({Action.CONFIRM, Action.NOT_SOLVED})
_GOES_ON = (
    *(
        "还",
        "仍",
        "依然",
        "依旧",
        "照样",
        "老是",
        "没修",
        "没弄",
        "没好",
        "没来",
        "没人",
        "没解决",
        "没有解决",
        "没处理",
    ),
    *("still", "not fixed", "not solved", "nobody", "no one"),
)
"""Words of what has been there before."""


def waiting_for(work: UnitOfWork, step: Action, person: Person) -> list[Ticket]:
    """Those of the person's tickets, as reporter or as whoever answers for it, that they can bring on by this step;
    what they have agreed to already waits for somebody else."""
    tickets = work.tickets.open_of_reporter(person) if step in _OF_REPORTER else work.tickets.of_assignee(person)
    return [
        ticket
        for ticket in tickets
        if may(ticket, step, work.tickets.actor(ticket, person), work.now)
        and not (step is Action.CONFIRM and ticket.confirmed_at is not None)
        and not (step is Action.NOT_SOLVED and ticket.state is not State.RESOLVED)
    ]


def name_of(work: UnitOfWork, ticket: Ticket, person: Person) -> str:
    """Its number, what and where, in the person's language: «2612-0003 漏水 1号楼»."""
    names = work.community.category(ticket.category).name
    category = names.get(person.language or "zh") or names["en"]
    return f"{ticket.number} {category} {work.directory.name(ticket.address, with_room=False)}"


def is_elsewhere(work: UnitOfWork, ticket: Ticket, words: str) -> bool:
    """Do the words name a place that is not the ticket's?"""
    named = read_place(words, work.directory, work.community).certain
    if named is None or named.place_id == ticket.place_id:
        return False
    line = {place.id for place in work.directory.line(ticket.place_id)}
    below = {place.id for place in work.directory.line(named.place_id)}
    return named.place_id not in line and ticket.place_id not in below


def is_another_trouble(work: UnitOfWork, ticket: Ticket, clause: str) -> bool:
    """Does this clause tell of something new? What goes on has been there before, whatever it is called."""
    if ticket.category == OTHER or any(word in clause for word in _GOES_ON):
        return False
    proposed = work.community.propose(clause)
    told = work.community.reader.tells_of_trouble(clause)
    return told and bool(proposed) and ticket.category not in {one.code for one in proposed}


def names_it(work: UnitOfWork, ticket: Ticket, words: str) -> bool:
    """Do the words say what this ticket is about?"""
    return work.community.names(words, ticket.category)
