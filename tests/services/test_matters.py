"""Matters on a database: numbers run by kind and month, one door, what is due once, who has what after a post ends; and
the terms of bodies from the first reminder to the hand-over."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from domain.matters.matters import Visibility
from domain.notices.ask_notices import AskCard
from domain.refusal import Refusal
from domain.vocabulary import HeldAs
from services.matters.keeping import MATTERS_KEPT
from services.matters.matters import (
    find_matters,
    locked_matter,
    matters_due,
    matters_of,
    open_matter,
    seen_matter,
    step_matter,
)
from services.posts.posts import end_posts
from storage.engines.database import Database
from storage.matters.matters import Matters
from storage.models import BundleLine, HoldingRow, MatterRow
from storage.unit_of_work import UnitOfWork
from subjects.bodies.service.terms import HANDED, HANDED_OVER, OVER, RENEWED, TERM, hand_over, watch_terms
from tests.conftest import MovedClock
from tests.services.test_asks import FIRM, LEADER, OFFICE, REPORTER, STEWARD, asked, claimed, heard, set_the_scene, who

KINDS = {TERM.name: TERM}


@pytest.fixture
async def scene(database: Database) -> Database:
    await database.run(set_the_scene)
    return database


def opened(work: UnitOfWork, visibility: Visibility = Visibility.GROUP, post: str = "p-gh1") -> MatterRow:
    owner = next(one for one in work.directory.posts.values() if one.code == post)
    return open_matter(
        work, TERM, title="业委会", places=[owner.place_id], state="ending", visibility=visibility,
        owner_post_id=owner.id, next_due=(work.now + timedelta(days=1), "end"), by=who(work, STEWARD),
    )  # fmt: skip


async def test_numbers_run_by_kind_and_month(scene: Database, clock: MovedClock) -> None:
    def numbers(work: UnitOfWork) -> list[str]:
        return [opened(work).number for _ in range(2)]

    month = clock.now().strftime("%y%m")
    assert await scene.run(numbers) == [f"届{month}-01", f"届{month}-02"]
    clock.move(days=40)
    assert await scene.run(numbers) == [f"届{clock.now().strftime('%y%m')}-01", f"届{clock.now().strftime('%y%m')}-02"]


async def test_one_door_for_reading_finding_and_changing(scene: Database) -> None:
    number = await scene.run(lambda work: opened(work).number)

    def seen(work: UnitOfWork, account: int) -> tuple[bool, int]:
        person = who(work, account)
        row = work.store(Matters).numbered([number])[0]
        return seen_matter(work, row.id, person) is not None, len(find_matters(work, number[1:], KINDS, person))

    def locked(work: UnitOfWork, account: int) -> int:
        row = work.store(Matters).numbered([number])[0]
        return locked_matter(work, row.id, who(work, account)).id

    for account in (STEWARD, LEADER, OFFICE):
        assert await scene.run(partial(seen, account=account)) == (True, 1), account
        assert await scene.run(partial(locked, account=account))
    for account in (REPORTER, FIRM):
        assert await scene.run(partial(seen, account=account)) == (False, 0), account
        with pytest.raises(Refusal, match="matters-refused-unknown"):
            await scene.run(partial(locked, account=account))


async def test_what_is_due_is_done_once_by_several_replicas_and_an_unknown_kind_is_left_alone(
    scene: Database, clock: MovedClock
) -> None:
    done: list[int] = []
    kind = replace(TERM, due=lambda _work, row: done.append(row.id))
    await scene.run(opened)
    clock.move(days=2)
    assert await scene.run(partial(matters_due, {})) == 0
    await asyncio.gather(*(scene.run(partial(matters_due, {TERM.name: kind})) for _ in range(4)))
    assert len(set(done)) == 1
    assert await scene.run(partial(matters_due, {TERM.name: kind})) == 0, "it has not said when to look again"


async def test_of_two_presses_at_once_each_writes_its_line_and_none_is_lost(scene: Database) -> None:
    matter_id = await scene.run(lambda work: opened(work, post="p-gh1").id)

    def press(work: UnitOfWork, action: str) -> None:
        step_matter(work, TERM, locked_matter(work, matter_id, who(work, OFFICE)), action, by=who(work, OFFICE))

    await asyncio.gather(*(scene.run(partial(press, action=action)) for action in HANDED))

    def lines(work: UnitOfWork) -> tuple[list[int], set[str], int]:
        row = work.session.get_one(MatterRow, matter_id)
        history = work.store(Matters).history(row)
        return [line.n for line in history], {line.action for line in history}, row.version

    assert await scene.run(lines) == ([1, 2, 3, 4, 5], {"open", *HANDED}, 5)


async def test_a_matter_is_the_posts_and_so_its_successors_and_where_nobody_holds_it_the_next_ones_up(
    scene: Database,
) -> None:
    await scene.run(opened)

    def owners(work: UnitOfWork) -> list[int]:
        return [account for account in (STEWARD, LEADER, OFFICE) if matters_of(work, who(work, account))]

    assert await scene.run(owners) == [STEWARD]

    def goes(work: UnitOfWork) -> None:
        row = work.session.query(HoldingRow).filter_by(person_id=who(work, STEWARD).id).one()
        row.until = work.now
        work.places.touch()

    await scene.run(goes)
    assert await scene.run(owners) == [LEADER]

    def comes(work: UnitOfWork) -> None:
        post = next(one for one in work.directory.posts.values() if one.code == "p-gh1")
        work.session.add(HoldingRow(post_id=post.id, person_id=who(work, OFFICE).id, held_as=HeldAs.MAIN))
        work.places.touch()

    await scene.run(comes)
    assert await scene.run(owners) == [OFFICE]


async def test_words_of_people_are_in_their_file_and_go_after_their_time(scene: Database, clock: MovedClock) -> None:
    def said(work: UnitOfWork) -> object:
        step_matter(work, TERM, opened(work), "seal", by=who(work, STEWARD), said="印章在柜里")
        asked(work)
        return MATTERS_KEPT.mine(work, who(work, STEWARD))

    mine = await scene.run(said)
    assert [one["words"] for one in mine["words"]] == ["印章在柜里", "请来看看"]  # type: ignore[index]
    assert [one["asked_by_me"] for one in mine["asks"]] == [True]  # type: ignore[index]
    clock.move(days=731)
    before = clock.now() - timedelta(days=MATTERS_KEPT.days(await scene.run(lambda work: work.community)))
    assert await scene.run(lambda work: MATTERS_KEPT.count_old(work, before)) == 2
    assert await scene.run(lambda work: MATTERS_KEPT.empty_old(work, before)) == 2
    assert await scene.run(lambda work: MATTERS_KEPT.mine(work, who(work, STEWARD))["words"]) == []  # type: ignore[index]


async def test_whoever_is_deleted_leaves_no_words(scene: Database) -> None:
    def forgotten(work: UnitOfWork) -> object:
        asked(work)
        MATTERS_KEPT.forget(work, who(work, STEWARD))
        return MATTERS_KEPT.mine(work, who(work, STEWARD))["words"]  # type: ignore[index]

    assert await scene.run(forgotten) == []


# Terms


def ends_at(work: UnitOfWork, until: datetime) -> None:
    row = work.session.query(HoldingRow).filter_by(person_id=who(work, FIRM).id).one()
    row.until = until
    work.places.touch()


def term(work: UnitOfWork) -> MatterRow:
    return work.session.query(MatterRow).filter_by(kind=TERM.name).one()


def told(work: UnitOfWork) -> set[int]:
    """Who has a line about it that waits or was told."""
    return {line.person_id for line in work.session.query(BundleLine).filter(BundleLine.matter_id.is_not(None))}


async def test_a_term_is_reminded_of_at_six_months_three_months_and_fourteen_days_then_it_is_over(
    scene: Database, clock: MovedClock
) -> None:
    ends = clock.now() + timedelta(days=200)
    await scene.run(partial(ends_at, until=ends))
    assert await scene.run(watch_terms) == 0, "not yet"
    clock.move(days=20)
    assert await scene.run(watch_terms) == 1
    assert await scene.run(watch_terms) == 0, "once"

    def stands(work: UnitOfWork) -> tuple[str, datetime | None, str | None]:
        row = term(work)
        return work.store(Matters).history(row)[-1].action, row.next_due_at, row.next_due_what

    for days in (91, 14):
        clock.set(ends - timedelta(days=days, seconds=1))
        assert await scene.run(watch_terms) == 0
        clock.move(seconds=1)
        assert [await scene.run(watch_terms) for _ in range(2)] == [1, 0]
        assert await scene.run(stands) == ("remind", ends, "end"), "what readers see is when it ends"
    clock.set(ends)
    await scene.run(partial(matters_due, KINDS))
    row = await scene.run(term)
    assert (row.state, row.next_due_what) == (OVER, "hand_over")
    assert row.next_due_at == ends + timedelta(days=10)
    clock.move(days=10)
    await scene.run(partial(matters_due, KINDS))
    assert (await scene.run(term)).next_due_at is None
    assert await scene.run(told) >= await scene.run(lambda work: {who(work, OFFICE).id, who(work, FIRM).id})


async def test_what_is_handed_over_is_ticked_off_once_each_and_with_the_last_it_is_done(
    scene: Database, clock: MovedClock
) -> None:
    await scene.run(partial(ends_at, until=clock.now() + timedelta(days=10)))
    await scene.run(watch_terms)
    clock.move(days=11)
    await scene.run(partial(matters_due, KINDS))

    def tick(work: UnitOfWork, action: str, account: int) -> str:
        row = locked_matter(work, term(work).id, who(work, account))
        hand_over(work, row, action, who(work, account))
        return row.state

    for action in HANDED[:-1]:
        assert await scene.run(partial(tick, action=action, account=OFFICE)) == OVER
    with pytest.raises(Refusal):
        await scene.run(partial(tick, action=HANDED[0], account=OFFICE))
    assert await scene.run(partial(tick, action=HANDED[-1], account=OFFICE)) == HANDED_OVER


async def test_a_longer_term_ends_the_reminders(scene: Database, clock: MovedClock) -> None:
    await scene.run(partial(ends_at, until=clock.now() + timedelta(days=100)))
    await scene.run(watch_terms)
    await scene.run(partial(ends_at, until=clock.now() + timedelta(days=1000)))
    clock.move(hours=1)
    await scene.run(watch_terms)
    assert (await scene.run(term)).state == RENEWED


async def test_b4_when_a_term_ends_at_midnight_open_asks_are_the_successors_else_the_offices(
    scene: Database, clock: MovedClock
) -> None:
    def two(work: UnitOfWork) -> list[int]:
        rows = [asked(work), asked(work, about=claimed(work))]
        ends_at(work, work.now + timedelta(days=1))
        deputy = next(h for h in work.directory.holdings if h.held_as is HeldAs.DEPUTY)
        work.session.query(HoldingRow).filter_by(person_id=deputy.person_id).delete()
        work.places.touch()
        return [row.id for row in rows]

    asks = await scene.run(two)
    clock.move(days=2)

    def ended(work: UnitOfWork) -> list[AskCard]:
        end_posts(work)
        return heard(work, OFFICE, AskCard)

    assert await scene.run(ended) == [AskCard(one, "passed_on") for one in asks]
