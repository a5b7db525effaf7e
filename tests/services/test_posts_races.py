"""Two at once: a link pressed on two phones, two administrators who remove each other, two ticks that end a post."""

import asyncio

import pytest

from domain.refusal import Refusal
from domain.vocabulary import HeldAs, Level, Role
from services.posts.invitations import Invited, accept_invitation, invite
from services.posts.people import set_administrator
from services.posts.posts import end_posts
from storage.engines.database import Database
from storage.models import HoldingRow, Person, PlaceRow, PostRow, SetUpLine
from storage.unit_of_work import UnitOfWork


@pytest.fixture
async def office(database: Database) -> Database:
    """A community with one post, and two administrators."""

    def set_up(work: UnitOfWork) -> None:
        place = PlaceRow(code="sl", parent_id=None, level=Level.COMMUNITY, name="示例社区", aliases=[])
        work.session.add(place)
        work.session.flush()
        work.session.add(PostRow(code="office", place_id=place.id, role=Role.OFFICE, title="社区办公室"))
        for account in (1, 2):
            work.people.recognise("telegram", str(account), "zh").is_administrator = True
        work.places.touch()

    await database.run(set_up)
    return database


def administrator(work: UnitOfWork, account: int = 1) -> Person:
    return work.people.recognise("telegram", str(account), "zh")


async def test_one_link_on_two_phones_makes_one_holder(office: Database) -> None:
    def make(work: UnitOfWork) -> str:
        post = next(iter(work.directory.posts))
        return invite(work, Invited("单晓棠", post, HeldAs.MAIN, False, 14), by=administrator(work))

    code = await office.run(make)

    async def press(account: int) -> str:
        try:
            await office.run(lambda work: accept_invitation(work, administrator(work, account), code))
        except Refusal as refusal:
            return refusal.key
        return "done"

    outcomes = sorted(await asyncio.gather(*(press(account) for account in range(10, 16))))
    assert outcomes == ["done"] + ["refused-invitation-used"] * 5
    held = await office.run(lambda work: [h.reachable for h in work.directory.holdings])
    assert held == [True]


async def test_two_administrators_cannot_remove_each_other(office: Database) -> None:
    async def remove(by: int, whom: int) -> str:
        def removing(work: UnitOfWork) -> None:
            set_administrator(work, administrator(work, whom).id, is_one=False, by=administrator(work, by))

        try:
            await office.run(removing)
        except Refusal as refusal:
            return refusal.key
        return "done"

    outcomes = await asyncio.gather(remove(1, 2), remove(2, 1))
    assert "done" in outcomes
    assert len(await office.run(lambda work: [p.id for p in work.people.administrators()])) == 1


async def test_a_post_that_is_over_is_ended_once(office: Database) -> None:
    def over(work: UnitOfWork) -> None:
        post = next(iter(work.directory.posts))
        person = work.people.recognise("telegram", "20", "zh")
        work.session.add(HoldingRow(post_id=post, person_id=person.id, held_as=HeldAs.MAIN, until=work.now))
        work.places.touch()

    await office.run(over)
    ended = await asyncio.gather(*(office.run(lambda work: end_posts(work, 50)) for _ in range(3)))
    assert sum(ended) == 1
    assert await office.run(lambda work: work.session.query(SetUpLine).count()) == 1
