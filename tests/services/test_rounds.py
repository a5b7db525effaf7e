"""Rounds on both databases: two presses at one door, half a round handed on, and names that go."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.subjects import SUBJECTS
from domain.matters.rounds import RoundKind, RoundOutcome
from domain.refusal import Refusal
from services.keeping.tidying import empty_old
from services.matters.rounds import hand_on, note_outcome, note_rest, open_round, put_right
from storage.engines.database import Database
from storage.matters.rounds import Rounds
from storage.models import RoundRow
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.services.test_asks import OTHER, STEWARD, STRANGER, set_the_scene, who
from tests.storage.rows import household

TOLD, NOBODY = RoundOutcome.TOLD, RoundOutcome.NOBODY


@pytest.fixture
async def scene(database: Database) -> Database:
    await database.run(set_the_scene)
    return database


def opened(work: UnitOfWork) -> list[int]:
    """A round of three doors and a place that the register has not; returns its points."""
    ids = {place.code: place.id for place in work.directory.places.values()}
    points: list[tuple[int, int | None]] = [(ids["gh1"], household(work, ids["gh1"], room).id) for room in "123"]
    row = open_round(
        work, RoundKind.DOORS, who(work, STEWARD).id, work.now + timedelta(days=2), [*points, (ids["gh2"], None)]
    )
    return [point.id for point in work.store(Rounds).points(row.id)]


def stands(work: UnitOfWork) -> tuple[list[RoundOutcome | None], bool]:
    row = work.session.query(RoundRow).one()
    return [point.outcome for point in work.store(Rounds).points(row.id)], row.done_at is not None


def noted(point: int, outcome: RoundOutcome, account: int = STEWARD) -> Callable[[UnitOfWork], RoundOutcome | None]:
    return lambda work: note_outcome(work, point, outcome, by=who(work, account)).outcome


async def test_one_press_a_door_until_all_are_walked(scene: Database) -> None:
    one, two, three, four = await scene.run(opened)
    for point, outcome in ((one, TOLD), (two, NOBODY), (three, TOLD)):
        await scene.run(noted(point, outcome))
    assert await scene.read(stands) == ([TOLD, NOBODY, TOLD, None], False)
    await scene.run(lambda work: note_outcome(work, four, TOLD, by=who(work, STEWARD)))
    assert await scene.read(stands) == ([TOLD, NOBODY, TOLD, TOLD], True)
    await scene.run(lambda work: note_outcome(work, two, TOLD, by=who(work, STEWARD)))
    assert await scene.read(lambda work: work.store(Rounds).outcomes([1])) == {TOLD: 3}, "a place is no door"


async def test_all_of_the_rest_are_told_and_nobody_there_stays(scene: Database) -> None:
    points = await scene.run(opened)
    await scene.run(lambda work: note_outcome(work, points[1], NOBODY, by=who(work, STEWARD)))
    await scene.run(lambda work: note_rest(work, 1, TOLD, by=who(work, STEWARD)))
    assert await scene.read(stands) == ([TOLD, NOBODY, TOLD, TOLD], True)


async def test_of_two_presses_at_one_door_the_first_counts(scene: Database) -> None:
    points = await scene.run(opened)

    said = await asyncio.gather(*(scene.run(noted(points[0], TOLD)) for _ in range(2)))
    assert said == [TOLD, TOLD]
    assert await scene.read(stands) == ([TOLD, None, None, None], False)


async def test_a_door_is_put_right_for_a_quarter_of_an_hour(scene: Database, clock: MovedClock) -> None:
    points = await scene.run(opened)
    await scene.run(lambda work: note_rest(work, 1, TOLD, by=who(work, STEWARD)))
    clock.move(minutes=15)
    await scene.run(lambda work: put_right(work, points[0], by=who(work, STEWARD)))
    assert await scene.read(stands) == ([None, TOLD, TOLD, TOLD], False)
    clock.move(minutes=1)
    with pytest.raises(Refusal, match="matters-refused-round-late"):
        await scene.run(lambda work: put_right(work, points[1], by=who(work, STEWARD)))


async def test_half_a_round_is_kept_by_whoever_goes_on_with_it_and_nobody_else_walks_it(scene: Database) -> None:
    points = await scene.run(opened)
    await scene.run(lambda work: note_outcome(work, points[0], TOLD, by=who(work, STEWARD)))
    await scene.run(lambda work: hand_on(work.session.query(RoundRow).one(), who(work, OTHER).id))
    for account in (STEWARD, STRANGER):
        with pytest.raises(Refusal, match="refused-old-button"):
            await scene.run(noted(points[1], TOLD, account))
    await scene.run(lambda work: note_outcome(work, points[1], TOLD, by=who(work, OTHER)))
    assert await scene.read(stands) == ([TOLD, TOLD, None, None], False)


async def test_what_has_closed_is_walked_no_more_and_forgets_who_walked_it(scene: Database, clock: MovedClock) -> None:
    points = await scene.run(opened)
    clock.move(days=2)
    with pytest.raises(Refusal, match="refused-old-button"):
        await scene.run(lambda work: note_outcome(work, points[0], TOLD, by=who(work, STEWARD)))

    def named(work: UnitOfWork) -> bool:
        empty_old(work, SUBJECTS.keeps)
        work.session.expire_all()
        return work.session.query(RoundRow).one().by_person_id is not None

    clock.move(days=29)
    assert await scene.run(named)
    clock.move(days=2)
    assert not await scene.run(named)
