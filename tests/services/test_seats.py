"""A contact's seat is a post beside the chain: it gives what its body is asked, and nothing else (collective.md, B)."""

from datetime import timedelta
from functools import partial

import pytest

from bot.subjects import SUBJECTS
from domain.bodies.bodies import BodyKind
from domain.posts.accused import accused_people
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.posts.routing import route
from domain.vocabulary import Grade, HeldAs, Role, State
from handlers.subject import Subjects
from services.answering.assigning import alarmed
from services.posts.absences import Leave, deputies_for
from services.posts.posts import office_of
from services.tickets.finding import territory
from services.tickets.steps import colleagues_for
from services.views.readers import reader_of
from storage.engines.database import Database
from storage.models import AbsenceRow, BodyRow, HoldingRow, Person, PostRow
from storage.unit_of_work import UnitOfWork
from tests.services.test_who_may_what import BEFORE, TABLE, act, cast, filed, outcome, read
from tests.services.test_who_may_what import SPECIAL as IN_DANGER

CONTACT = 6_000_000_001


def everybody(work: UnitOfWork) -> tuple[dict[str, Person], Person]:
    """The cast of all other tests, and the contact of a body that works everywhere, in a seat at the community."""
    people = cast(work)
    root = work.directory.root
    assert root is not None
    row = BodyRow(
        code="wy", kind=BodyKind.PROPERTY, name="wy", places=[root.id], channel="chat", reply_limit="8w",
        result_limit="24w",
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    seat = PostRow(code="seat", place_id=root.id, role=Role.CONTACT, title="联系人", body_id=row.id)
    work.session.add(seat)
    work.session.flush()
    contact = work.people.recognise("telegram", str(CONTACT), "zh")
    work.session.add(HoldingRow(post_id=seat.id, person_id=contact.id, held_as=HeldAs.MAIN))
    work.places.touch()
    return people, contact


async def test_nothing_of_a_ticket_is_a_contacts(database: Database) -> None:
    """Every action that anybody can do reads, for a contact, as one on a ticket that is not there."""
    found: dict[str, str] = {}

    def tried(work: UnitOfWork) -> None:
        people, contact = everybody(work)
        for action in read(TABLE):
            made = filed(work, people, BEFORE.get(action, State.NEW))
            found[action] = outcome(work, partial(act, work, action, made, people, contact))
        for row in read(IN_DANGER):
            made = filed(work, people, State.NEW, grade=Grade.P0, safety=True)
            found[row] = outcome(work, partial(act, work, row.partition("_")[2], made, people, contact))

    await database.run(tried)
    as_a_stranger = {"undo"}  # it begins with the assignee's own press
    assert {action for action, said in found.items() if said not in (".", "n")} == set()
    assert {action for action, said in found.items() if said == "n"} <= as_a_stranger


async def test_a_seat_gives_no_right_but_to_answer_and_to_go_on_leave(database: Database, subjects: Subjects) -> None:
    def rights(work: UnitOfWork) -> set[str]:
        _, contact = everybody(work)
        own = [value for value in vars(Right).values() if isinstance(value, Right)]
        return {right.name for right in (*own, *subjects.rights.values()) if work.may(contact, right)}

    assert await database.run(rights) == {Right.HOLD_A_POST_OR_SEAT.name}


async def test_no_way_leads_from_the_chain_to_a_seat(database: Database) -> None:
    def walked(work: UnitOfWork) -> None:
        people, contact = everybody(work)
        directory, made = work.directory, filed(work, people, State.NEW, grade=Grade.P0)
        address = Address(made.place_id)
        assert directory.posts_of(contact.id, work.now) == []
        assert [seat.role for seat in directory.seats_of(contact.id, work.now)] == [Role.CONTACT]
        assert directory.standing(contact.id, address, work.now) == frozenset()
        assert all(post.role is not Role.CONTACT for post in directory.answering(address))
        everyone = {one.id for one in people.values()}
        assert route(directory, address, work.now, skip_people=everyone).person_id is None
        assert contact.id not in alarmed(work, made)
        assert contact.id not in dict(colleagues_for(work, made, people["leader"]))
        leave = Leave(people["assignee"].id, work.local_day(), work.local_day())
        assert contact.id not in dict(deputies_for(work, leave))
        assert contact.id not in {one for role in Role if role is not Role.CONTACT for one in office_of(work, role)}
        assert contact.id not in accused_people(directory, address, Role.SECRETARY, work.now)
        assert territory(work, contact) == set()
        assert reader_of(work, contact).roles == frozenset()
        assert deputies_for(work, Leave(contact.id, work.local_day(), work.local_day())) == [], "nobody of the chain"

    await database.run(walked)


async def test_whoever_stands_in_for_somebody_of_the_chain_gets_nothing_of_their_seat(database: Database) -> None:
    """A group leader on leave who sits in a body too: the chain's part goes to their deputy, the seat's to nobody."""

    def walked(work: UnitOfWork) -> None:
        people, contact = everybody(work)
        leader, assignee = people["leader"], people["assignee"]
        seat = work.directory.seats_of(contact.id, work.now)[0]
        work.session.query(HoldingRow).filter_by(post_id=seat.id).one().person_id = leader.id
        until = work.now + timedelta(days=3)
        away = AbsenceRow(person_id=leader.id, deputy_id=assignee.id, since=work.now, until=until, created_at=work.now)
        work.session.add(away)
        work.places.touch()
        directory = work.directory
        assert directory.stand_in(leader.id, work.now) == assignee.id
        assert Role.GROUP_LEADER in {post.role for post in directory.posts_of(assignee.id, work.now)}
        assert directory.seats_of(assignee.id, work.now) == []
        assert seat.body_id is not None
        assert directory.contacts(seat.body_id, work.now) == []

    await database.run(walked)


@pytest.fixture
def subjects() -> Subjects:
    return SUBJECTS
