"""Everybody who might judge his own doing × what he might try, on the real services and a real database.

What is complained of: hidden from, and out of reach of, whoever is accused, his deputy and everybody below him. Own
work, and own decisions under appeal: seen, but judged by others.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.places.finding import Search
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.tickets.approvals import Asked
from domain.tickets.remark import Remark
from domain.vocabulary import HeldAs, Role, State
from services.answering.assigning import find_assignee
from services.answering.entrusting import next_for, stand_in_for
from services.tickets.approvals import Request, ask_approval, decide
from services.tickets.finding import find_tickets
from services.tickets.rejecting import appeal_ticket
from services.tickets.steps import colleagues_for
from storage.engines.database import Database
from storage.models import AbsenceRow, HoldingRow, Person, Ticket
from storage.unit_of_work import UnitOfWork
from tests.services.test_who_may_what import act, cast, drawn, filed
from tests.storage.rows import person

PEOPLE = ("reporter", "recorder", "assignee", "deputy", "other", "leader", "under", "standing", "office", "secretary")
"""As in test_who_may_what. `assignee` and `deputy`: main and deputy steward of the building. `under`: the leader's
deputy. `standing`: a neighbour who stands in for the steward, who is on leave in the rows about the steward."""

# what it complains of, or what is his own          rpt rec ass dep oth lea und sta off sec
TABLE = """
steward:see             y   y   .   .   .   y   y   .   y   y
steward:find            y   y   .   .   .   y   y   .   y   y
steward:claim           n   n   .   .   .   y   y   .   y   y
steward:note            n   n   .   .   .   y   y   .   y   y
steward:regrade         n   n   .   .   .   y   y   .   y   y
leader:see              y   y   .   .   .   .   .   .   y   y
leader:claim            n   n   .   .   .   .   .   .   y   y
leader:regrade          n   n   .   .   .   .   .   .   y   y
office:see              y   y   .   .   .   .   .   .   .   y
office:claim            n   n   .   .   .   .   .   .   .   y
appealed:see            y   y   y   y   .   y   y   y   y   y
appealed:claim          n   n   n   n   .   n   n   n   y   y
appealed:reassign       n   n   n   n   .   n   y   n   y   y
appealed:merge          n   n   n   n   .   n   y   n   y   y
appealed:reject         n   n   n   n   .   n   n   n   y   y
appealed:regrade        n   n   n   n   .   n   y   n   y   y
own:confirm             .   .   n   n   .   n   n   n   n   n
own:verify              .   .   n   y   .   y   y   y   y   y
own:check_agrees        .   .   n   n   .   y   y   n   y   y
own:check_disagrees     .   .   n   n   .   y   y   n   y   y
recorded:check_agrees   .   .   n   n   .   n   y   n   y   y
"""


def read(table: str) -> dict[str, dict[str, str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return {row[0]: dict(zip(PEOPLE, row[1:], strict=True)) for row in rows}


def lay(work: UnitOfWork) -> dict[str, Person]:
    """The usual cast, a leader's deputy, and somebody who stands in."""
    people = cast(work)
    people["under"], people["standing"] = (person(work, 100 + n, name) for n, name in enumerate(("under", "standing")))
    for code, name in (("p-gh", "under"), ("p-far", "standing")):  # only who holds a post may stand in
        post = next(post for post in work.directory.posts.values() if post.code == code)
        work.session.add(HoldingRow(post_id=post.id, person_id=people[name].id, held_as=HeldAs.DEPUTY))
    work.places.touch()
    return people


def on_leave(work: UnitOfWork, who: Person, deputy: Person) -> None:
    day = timedelta(days=1)
    since, until = work.now - day, work.now + day
    work.session.add(
        AbsenceRow(person_id=who.id, deputy_id=deputy.id, since=since, until=until, created_at=since, began_at=since)
    )
    work.places.touch()


def accusing(role: Role) -> Callable[[UnitOfWork, dict[str, Person], str], Ticket]:
    def made(work: UnitOfWork, people: dict[str, Person], _action: str) -> Ticket:
        return filed(work, people, State.NEW, concerns=role, assignee_id=people["secretary"].id, post_id=None)

    return made


def rejected_soon(work: UnitOfWork, people: dict[str, Person], _action: str) -> Ticket:
    """The steward asks for the rejection; what follows, follows in `appeal`."""
    ticket = filed(work, people, State.CLAIMED)
    ask_approval(work, ticket.id, Request(Asked.REJECT, Remark("w"), reason="other"), by=people["assignee"])
    return ticket


async def appeal(database: Database, ticket_id: int, ids: dict[str, int]) -> None:
    """The leader agrees, the reporter appeals: each in a unit of its own, as presses come."""

    def agrees(work: UnitOfWork) -> None:
        row = work.approvals.waiting(work.session.get_one(Ticket, ticket_id))
        assert row is not None
        decide(work, ticket_id, row.id, by=work.people.get(ids["leader"]), agrees=True, said=Remark("w"))

    await database.run(agrees)
    await database.run(
        lambda work: appeal_ticket(work, ticket_id, by=work.people.get(ids["reporter"]), said=Remark("w"))
    )


def own(work: UnitOfWork, people: dict[str, Person], action: str) -> Ticket:
    """The steward reported it himself, for his own place, and solved it."""
    state = State.CLOSED if action.startswith("check") else State.RESOLVED
    return filed(work, people, state, reporter_id=people["assignee"].id, recorded_by_id=None)


def recorded(work: UnitOfWork, people: dict[str, Person], _action: str) -> Ticket:
    return filed(work, people, State.CLOSED, reporter_id=None, recorded_by_id=people["leader"].id)


MATTERS: Mapping[str, Callable[[UnitOfWork, dict[str, Person], str], Ticket]] = {
    "steward": accusing(Role.STEWARD),
    "leader": accusing(Role.GROUP_LEADER),
    "office": accusing(Role.OFFICE),
    "appealed": rejected_soon,
    "own": own,
    "recorded": recorded,
}


class _Undo(Exception):
    """Everything that was done is undone, as if nobody had tried."""


def tried(work: UnitOfWork, action: str, made: Ticket, people: dict[str, Person], by: Person) -> str:
    """One try that is always undone."""
    try:
        with work.attempt():
            if action == "find":
                found = find_tickets(work, Search(number=made.number), by=by)
                return "y" if found else "."
            act(work, action, made, people, by)
            raise _Undo
    except _Undo:
        return "y"
    except Refusal as refusal:
        return "." if refusal.key == "refused-unknown-ticket" else "n"


async def test_everybody_who_might_judge_his_own_doing(database: Database) -> None:
    expected, found = read(TABLE), dict[str, dict[str, str]]()
    made: dict[str, int] = {}
    ids: dict[str, int] = {}

    def prepared(work: UnitOfWork) -> None:
        people = lay(work)
        ids.update({name: people[name].id for name in people})
        for row in expected:
            matter, _, action = row.partition(":")
            made[row] = MATTERS[matter](work, people, action).id
        on_leave(work, people["assignee"], people["standing"])

    def walked(work: UnitOfWork) -> None:
        people = {name: work.people.get(number) for name, number in ids.items()}
        for row, number in made.items():
            ticket = work.session.get_one(Ticket, number)
            action = row.partition(":")[2]
            found[row] = {name: tried(work, action, ticket, people, people[name]) for name in PEOPLE}

    await database.run(prepared)
    for row in made:
        if row.startswith("appealed:"):
            await appeal(database, made[row], ids)
    await database.run(walked)
    assert found == expected, f"\n{drawn(found)}"


async def test_no_road_leads_to_whom_it_is_not_for(database: Database) -> None:
    """Every way in which somebody is chosen, the whole way up: routing, ladder, hand over, leaves."""
    ids: dict[str, int] = {}
    made: dict[str, int] = {}
    never = {
        "steward": {"assignee", "deputy"},
        "leader": {"assignee", "deputy", "leader", "under"},
        "office": {"assignee", "deputy", "leader", "under", "office"},
        "appealed": {"assignee", "leader"},
    }

    def prepared(work: UnitOfWork) -> None:
        people = lay(work)
        ids.update({name: people[name].id for name in people})
        for matter in never:
            made[matter] = MATTERS[matter](work, people, "").id
        on_leave(work, people["office"], people["assignee"])  # the steward stands in for his superior
        both = next(post for post in work.directory.posts.values() if post.code == "p-secretary")
        work.session.add(HoldingRow(post_id=both.id, person_id=people["deputy"].id, held_as=HeldAs.DEPUTY))
        work.places.touch()

    def walked(work: UnitOfWork) -> None:
        people = {name: work.people.get(number) for name, number in ids.items()}
        for matter, names in never.items():
            ticket = work.session.get_one(Ticket, made[matter])
            chosen: set[int | None] = set()
            skip: set[int] = set()
            while (person_id := find_assignee(work, ticket, skip=skip).person_id) is not None:
                chosen.add(person_id)
                skip.add(person_id)
            for role in (Role.GROUP_LEADER, Role.OFFICE, Role.SECRETARY):
                chosen.add(find_assignee(work, ticket, lowest=role).person_id)
            for name in ("office", "secretary"):
                chosen |= {one for one, _ in colleagues_for(work, ticket, people[name])}
            for owner in (people["secretary"].id, people["office"].id):
                chosen.add(next_for(work, ticket, work.directory, without=owner).person_id)
                chosen.add(stand_in_for(work, ticket, work.directory, owner, 1).person_id)
            refused = {name for name in names if people[name].id in chosen}
            assert not refused, f"{matter}: {refused}"
            assert chosen - {None}, f"{matter}: nobody at all was found"

    await database.run(prepared)
    await appeal(database, made["appealed"], ids)
    await database.run(walked)


async def test_it_stays_out_of_reach_when_it_turns_out_to_be_somewhere_else(database: Database) -> None:
    """The leader who has a complaint of a steward is himself the steward where it really was."""

    def moved(work: UnitOfWork) -> tuple[bool, bool]:
        people = lay(work)
        post = next(post for post in work.directory.posts.values() if post.code == "p-gh2")
        work.session.add(HoldingRow(post_id=post.id, person_id=people["leader"].id, held_as=HeldAs.DEPUTY))
        work.places.touch()
        gh2 = next(place for place in work.directory.places.values() if place.code == "gh2")
        ticket = filed(work, people, State.CLAIMED, concerns=Role.STEWARD, assignee_id=people["leader"].id)
        found = find_assignee(work, ticket, address=Address(gh2.id)).person_id
        return found == people["leader"].id, found == people["under"].id

    assert await database.run(moved) == (False, True)
