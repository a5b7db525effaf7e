"""Derived power ends with its ground: person × ending × list, on both databases.

Everybody stands in every list that may name him; then his post ends, its last day is over, he blocks the bot, or his
account is deleted. From that moment on no list names him, and each list names somebody else who can be told.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from bot.subjects import SUBJECTS
from domain.matters.rounds import RoundKind
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.posts.routing import route
from domain.tickets.approvals import Asked, Decision
from domain.tickets.lifecycle import may
from domain.vocabulary import Action, Grade, HeldAs, Role, State
from services.answering.assigning import alarmed, find_assignee, helper_of
from services.filing.safeguarding import staff
from services.keeping.forgetting import delete_me, let_go
from services.matters.rounds import may_walk, open_round
from services.posts.absences import Leave, deputies_for, turn_leaves
from services.posts.invitations import invite_administrator, still_given
from services.posts.people import is_last_administrator
from services.posts.posts import end_holding, end_posts, office_of
from services.posts.reachability import account_unreachable
from services.telling.digest_days import digest_readers
from storage.engines.database import Database
from storage.models import ApprovalRow, HoldingRow, Invitation, Person, PostRow, RoundRow, Ticket
from storage.people.absences import Absences
from storage.people.personal import Personal
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import Stage
from subjects.announcements.service.announcing import may_stop, second_people
from subjects.announcements.service.doorsteps import pass_on_doors
from subjects.announcements.store import Announcements
from tests.accounts import number_of
from tests.storage.rows import lay_out, person, ticket

POSTS = {
    "steward": "p-gh1", "deputy": "p-gh1", "away": "p-gh1-2", "stand-in": "p-gh2", "leader": "p-gh", "leader 2": "p-gh",
    "office": "p-office", "office 2": "p-office", "secretary": "p-secretary", "secretary 2": "p-secretary",
    "duty": "p-duty", "duty 2": "p-duty", "safeguarding": "p-safe", "safeguarding 2": "p-safe",
}  # fmt: skip
"""Who holds which post. The steward of gh1-2 is away, and the steward of gh2 stands in for her."""
DEPUTIES = {"deputy", "leader 2", "office 2", "secretary 2", "safeguarding 2"}


def set_up(work: UnitOfWork) -> None:
    ids = lay_out(work)
    for code, role, place in (
        ("p-gh1-2", Role.STEWARD, ids["gh1"]),
        ("p-office", Role.OFFICE, ids["sl"]),
        ("p-secretary", Role.SECRETARY, ids["sl"]),
        ("p-duty", Role.DUTY, ids["sl"]),
        ("p-safe", Role.SAFEGUARDING, ids["sl"]),
    ):
        post = PostRow(code=code, place_id=place, role=role, title=code)
        work.session.add(post)
        work.session.flush()
        ids[code] = post.id
    people = {name: person(work, number, name) for number, name in enumerate(POSTS, 100)}
    for name, post_code in POSTS.items():
        held_as = HeldAs.DEPUTY if name in DEPUTIES else HeldAs.MAIN
        work.session.add(HoldingRow(post_id=ids[post_code], person_id=people[name].id, held_as=held_as))
    for name in ("office", "office 2"):
        people[name].is_administrator = True
    work.store(Absences).add(
        people["away"].id, work.now, work.now + timedelta(days=3), people["stand-in"].id
    ).began_at = work.now
    work.places.touch()
    leave_id = work.store(Absences).of_person(people["away"].id)[0].id
    of = {name: one.id for name, one in people.items()}
    resident = person(work, 99)
    for name in POSTS:
        own = ids[POSTS[name]]
        common = {"assignee_id": of[name], "post_id": own, "recorded_by_id": of[name]}
        ticket(work, ids["gh1"], reporter=resident, **common, state=State.NEW, grade=Grade.P0)
        ticket(work, ids["gh1"], reporter=resident, **common, state=State.CLAIMED)
        ticket(work, ids["gh1"], reporter=resident, **{**common, "assignee_id": of["leader"]}, helper_id=of[name])
        ticket(work, ids["gh1"], reporter=resident, **common, state=State.CLOSED, ended_at=work.now, closed_at=work.now)
    ticket(work, ids["gh1"], reporter=resident, assignee_id=of["stand-in"], post_id=ids["p-gh1-2"], absence_id=leave_id)
    for name in ("leader", "office"):
        asked = ticket(work, ids["gh1"], reporter=resident, assignee_id=of["steward"], post_id=ids["p-gh1"])
        text = work.contents.add_text(asked, Action.PROPOSE, "w")
        work.contents.write()
        work.approvals.add(
            ApprovalRow(
                ticket_id=asked.id,
                asked=Asked.PARK,
                until=work.now + timedelta(days=1),
                text_id=text.id,
                asked_by_id=of["steward"],
                asked_of_id=of[name],
                asked_at=work.now,
                remind_at=work.now + timedelta(days=2),
                decision=Decision.WAITING,
            )
        )
    for name in ("steward", "stand-in", "leader", "office", "secretary"):
        row = work.store(Announcements).begin(people[name], [ids[POSTS[name]]])
        row.places, row.stage, row.expires_at = [ids["gh1"]], Stage.SENDING, work.now + timedelta(days=5)
        walked = open_round(work, RoundKind.DOORS, of[name], row.expires_at, [(ids["gh1"], None)])
        work.store(Announcements).walked_for(row, walked.id)
    work.session.flush()
    for name in ("office", "office 2"):
        invite_administrator(work, 14, by=people[name])


# The lists: who has which power at this moment


def tickets(work: UnitOfWork) -> list[Ticket]:
    return work.session.query(Ticket).order_by(Ticket.id).all()


def everybody(work: UnitOfWork) -> list[Person]:
    return work.session.query(Person).order_by(Person.id).all()


def of_role(work: UnitOfWork, role: Role) -> set[int]:
    return set(office_of(work, role))


def may_see_it(work: UnitOfWork, which: Callable[[Ticket], bool]) -> set[int]:
    found = [one.id for one in tickets(work) if which(one)]
    return {
        who.id for who in everybody(work) if work.tickets.several(found, seen_by=who) and number_of(work, who) != 99
    }


def deciding(work: UnitOfWork) -> set[int]:
    return {row.asked_of_id for row in work.session.query(ApprovalRow) if row.decision is Decision.WAITING}


def might_decide(work: UnitOfWork) -> set[int]:
    """By the button on an old card."""
    row = work.session.query(ApprovalRow).filter_by(decision=Decision.WAITING).first()
    assert row is not None
    seen = ((who, one) for who in everybody(work) for one in work.tickets.several([row.ticket_id], seen_by=who))
    return {who.id for who, one in seen if may(one, Action.APPROVE, work.tickets.actor(one, who), work.now)}


def links(work: UnitOfWork) -> set[int]:
    unused = work.session.query(Invitation).all()
    return {one.created_by_id for one in unused if one.created_by_id is not None and still_given(work, one)}


def doors(work: UnitOfWork) -> set[int]:
    walked, people = work.session.query(RoundRow).all(), everybody(work)
    return {who.id for who in people if any(may_walk(work, one, who) for one in walked)}


def stopping(work: UnitOfWork) -> set[int]:
    rows = work.session.query(AnnouncementRow).all()
    return {who.id for who in everybody(work) if any(may_stop(work, row, who) for row in rows)}


def at_gh1(work: UnitOfWork) -> Address:
    return Address(next(place.id for place in work.directory.places.values() if place.code == "gh1"))


def asked_next(work: UnitOfWork) -> set[int]:
    """Who would be asked about a report that comes in now, in the whole community."""
    there = (Address(place_id) for place_id in work.directory.places)
    return {one for place in there if (one := route(work.directory, place, work.now).person_id) is not None}


def choosable(work: UnitOfWork) -> set[int]:
    today = work.local_day()
    leaves = (Leave(who.id, today, today) for who in everybody(work))
    return {other for leave in leaves for other, _ in deputies_for(work, leave)}


LISTS: Mapping[str, Callable[[UnitOfWork], set[int]]] = {
    "who answers for open tickets": lambda work: {
        one.assignee_id for one in tickets(work)
        if one.assignee_id is not None and one.state in (State.NEW, State.CLAIMED)
    },
    "who is called in danger": lambda work: {
        who for one in tickets(work) if one.grade is Grade.P0 for who in alarmed(work, one)
    },
    "who helps": lambda work: {who for one in tickets(work) if (who := helper_of(work, one)) is not None},
    "who would be asked": asked_next,
    "who is asked when it is given back": lambda work: {
        who for one in tickets(work) if (who := find_assignee(work, one).person_id) is not None
    },
    "who stands in": lambda work: {
        who for leave in work.directory.absences
        if (who := work.directory.stand_in(leave.person_id, work.now)) is not None
    },
    "who can be chosen to stand in": choosable,
    "who is to decide": deciding,
    "who gets the digest": lambda work: set(digest_readers(work)),
    "who acts for the office": lambda work: of_role(work, Role.OFFICE),
    "who acts for the secretary": lambda work: of_role(work, Role.SECRETARY),
    "who gives the second press": lambda work: set(second_people(work, person(work, 99))),
    "whom alerts of harm go to": lambda work: set(staff(work)),
    "who goes from door to door": doors,
}  # fmt: skip
"""Lists of people who are told or asked something."""

DOORS: Mapping[str, Callable[[UnitOfWork], set[int]]] = {
    "who sees open tickets": lambda work: may_see_it(work, lambda one: one.state is not State.CLOSED),
    "who sees closed tickets": lambda work: may_see_it(work, lambda one: one.state is State.CLOSED),
    "who may decide": might_decide,
    "who reads digests": lambda work: {who.id for who in everybody(work) if work.may(who, Right.READ_DIGESTS)},
    "who may stop announcements": stopping,
    "whose links are worth something": links,
}
"""What somebody could still do with a button he has. Who has only blocked the bot holds his post all the same."""


# The endings


def his_post_ends(work: UnitOfWork, who: Person) -> None:
    for holding in work.store(Posts).holdings_by(who.id):
        end_holding(work, holding, by=None)
    who.is_administrator = False


def its_last_day_is_over(work: UnitOfWork, who: Person) -> None:
    for holding in work.store(Posts).holdings_by(who.id):
        holding.until = work.now
    work.places.touch()
    end_posts(work, 50)
    who.is_administrator = False


def he_blocks_the_bot(work: UnitOfWork, who: Person) -> None:
    account_unreachable(work, work.people.account_of(who) or 0, "blocked")
    work.session.flush()
    pass_on_doors(work)


def his_account_is_deleted(work: UnitOfWork, who: Person) -> None:
    his_post_ends(work, who)
    work.finish()
    delete_me(work, who, SUBJECTS.keeps)
    work.finish()
    for letter in work.store(Personal).messages(who):
        work.session.delete(letter)
    work.session.flush()
    let_go(work, SUBJECTS.keeps)
    assert not work.accounts.bound(who.id)


ENDINGS = {
    one.__name__.replace("_", " "): one
    for one in (his_post_ends, its_last_day_is_over, he_blocks_the_bot, his_account_is_deleted)
}


@pytest.fixture
async def town(database: Database) -> Database:
    await database.run(set_up)
    return database


def named(work: UnitOfWork) -> dict[str, set[int]]:
    return {name: who(work) for name, who in {**LISTS, **DOORS}.items()}


async def test_every_list_names_somebody_and_everybody_stands_in_one(town: Database) -> None:
    def look(work: UnitOfWork) -> None:
        found = named(work)
        assert [name for name, who in found.items() if not who] == []
        holders = {holding.person_id for holding in work.directory.holdings}
        assert holders <= set.union(*found.values())

    await town.run(look)


@pytest.mark.parametrize("ending", ENDINGS)
async def test_whoever_goes_is_named_by_no_list_any_more(town: Database, ending: str) -> None:
    class TakenBack(Exception):
        """The next one begins from the same tables."""

    lists = LISTS if ending == "he blocks the bot" else {**LISTS, **DOORS}
    before = await town.run(named)
    for number in range(100, 100 + len(POSTS)):

        def goes(work: UnitOfWork, number: int = number) -> None:
            who = work.people.by_account(number)
            assert who is not None
            who_id, name = who.id, work.people.name(who.id)
            ENDINGS[ending](work, who)
            work.finish()
            after = {kind: named_by(work) for kind, named_by in lists.items()}
            still = {kind for kind, people in after.items() if who_id in people}
            assert not still, (
                f"{name}, after {ending}: {still} (before: {[n for n, w in before.items() if who_id in w]})"
            )
            empty = {kind for kind in LISTS if not after[kind]}
            assert empty <= {"who stands in", "who helps"}, f"{name}, after {ending}: nobody is left in {empty}"
            raise TakenBack

        with pytest.raises(TakenBack):
            await town.run(goes)


async def test_when_a_leave_is_over_the_stand_in_has_nothing_of_it_left(town: Database) -> None:
    def ends(work: UnitOfWork) -> None:
        away, other = work.people.by_account(102), work.people.by_account(103)
        assert away is not None
        assert other is not None
        row = work.store(Absences).of_person(away.id)[0]
        lent = [one.id for one in tickets(work) if one.absence_id == row.id]
        assert {one.assignee_id for one in tickets(work) if one.id in lent} == {other.id}
        assert at_gh1(work).place_id in {post.place_id for post in work.directory.posts_of(other.id, work.now)}
        row.until = work.now
        work.places.touch()
        turn_leaves(work, 50)
        assert {one.assignee_id for one in tickets(work) if one.id in lent} == {away.id}
        assert at_gh1(work).place_id not in {post.place_id for post in work.directory.posts_of(other.id, work.now)}

    await town.run(ends)


async def test_an_administrator_without_a_chat_is_none_to_count_on(town: Database) -> None:
    def blocked(work: UnitOfWork) -> None:
        one, other = work.people.by_account(106), work.people.by_account(107)
        assert one is not None
        assert other is not None
        assert not is_last_administrator(work, one)
        account_unreachable(work, work.people.account_of(other) or 0, "blocked")
        assert is_last_administrator(work, one)

    await town.run(blocked)
