"""Terms of bodies where people come and go: whoever's term it is, is remembered; what is handed over is asked for once;
the next term is watched anew."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from domain.vocabulary import HeldAs
from services.matters.matters import locked_matter, matters_due
from storage.engines.database import Database
from storage.models import HoldingRow, MatterRow, PostRow
from storage.settings.settings_versions import SettingsVersions
from storage.unit_of_work import UnitOfWork
from subjects.bodies.service.terms import ENDING, HANDED, HANDED_OVER, OVER, RENEWED, TERM, hand_over, watch_terms
from tests.conftest import MovedClock
from tests.services.test_asks import FIRM, OFFICE, STRANGER, set_the_scene, who

KINDS = {TERM.name: TERM}


@pytest.fixture
async def scene(database: Database, clock: MovedClock) -> Database:
    """The firm's contact goes in a hundred days; their term is watched."""
    await database.run(set_the_scene)
    await database.run(partial(ends, until=clock.now() + timedelta(days=100)))
    assert await database.run(watch_terms) == 1
    return database


def ends(work: UnitOfWork, until: datetime | None, account: int = FIRM) -> None:
    work.session.query(HoldingRow).filter_by(person_id=who(work, account).id).one().until = until
    work.places.touch()


def comes(work: UnitOfWork, until: datetime | None = None) -> None:
    """Somebody new sits in the firm's seat."""
    seat = work.session.query(PostRow).filter_by(code="seat-wy").one()
    new = HoldingRow(
        post_id=seat.id, person_id=who(work, STRANGER).id, held_as=HeldAs.MAIN, since=work.now, until=until
    )
    work.session.add(new)
    work.session.flush()
    work.places.touch()


def states(work: UnitOfWork) -> list[str]:
    return [row.state for row in work.session.query(MatterRow).filter_by(kind=TERM.name).order_by(MatterRow.id)]


def tick_off(work: UnitOfWork) -> None:
    row = work.session.query(MatterRow).filter_by(kind=TERM.name).order_by(MatterRow.id).first()
    assert row is not None
    for action in HANDED:
        hand_over(work, locked_matter(work, row.id, who(work, OFFICE)), action, who(work, OFFICE))


async def night(scene: Database) -> None:
    await scene.run(watch_terms)
    await scene.run(partial(matters_due, KINDS))


async def test_what_was_handed_over_before_the_end_is_not_asked_for_again(scene: Database, clock: MovedClock) -> None:
    await scene.run(tick_off)
    clock.move(hours=1)
    assert await scene.run(watch_terms) == 0
    assert await scene.run(states) == [HANDED_OVER]


async def test_whoever_is_invited_and_has_no_last_day_does_not_end_the_term_that_runs(
    scene: Database, clock: MovedClock
) -> None:
    await scene.run(comes)
    clock.move(days=10)
    await night(scene)
    assert await scene.run(states) == [ENDING]
    clock.move(days=91)
    await night(scene)
    assert await scene.run(states) == [OVER], "papers go from the old to the new"


async def test_a_term_that_ends_earlier_is_over_then_and_not_at_the_next_reminder(
    scene: Database, clock: MovedClock
) -> None:
    await scene.run(partial(ends, until=clock.now() + timedelta(days=1)))
    clock.move(days=2)
    await night(scene)
    assert await scene.run(states) == [OVER]


async def test_the_same_people_for_a_longer_time_hand_nothing_over(scene: Database, clock: MovedClock) -> None:
    clock.move(days=101)
    await night(scene)
    assert await scene.run(states) == [OVER]
    await scene.run(partial(ends, until=clock.now() + timedelta(days=1000)))
    await night(scene)
    assert await scene.run(states) == [RENEWED]


async def test_the_next_term_is_watched_though_nobody_ticked_off_what_the_last_handed_over(
    scene: Database, clock: MovedClock
) -> None:
    clock.move(days=101)
    await night(scene)
    await scene.run(partial(comes, until=clock.now() + timedelta(days=1000)))
    await night(scene)
    assert await scene.run(states) == [OVER]
    clock.move(days=900)
    await night(scene)
    assert await scene.run(states) == [OVER, ENDING]


async def test_one_who_stays_without_a_last_day_does_not_hide_the_term_of_the_other(
    database: Database, clock: MovedClock
) -> None:
    await database.run(set_the_scene)
    await database.run(comes)
    await database.run(partial(ends, until=clock.now() + timedelta(days=100)))
    assert await database.run(watch_terms) == 1


async def test_without_an_office_the_term_is_the_next_ones_up(database: Database, clock: MovedClock) -> None:
    def no_office(work: UnitOfWork) -> None:
        set_the_scene(work)
        work.session.query(PostRow).filter_by(code="p-office").one().role = "secretary"  # type: ignore[assignment]
        ends(work, work.now + timedelta(days=100))

    await database.run(no_office)
    await database.run(watch_terms)

    def owner(work: UnitOfWork) -> str | None:
        row = work.session.query(MatterRow).one()
        return work.directory.posts[row.owner_post_id].code if row.owner_post_id is not None else None

    assert await database.run(owner) == "p-office"


async def test_the_end_that_is_shown_follows_who_sits_there(scene: Database, clock: MovedClock) -> None:
    until = clock.now() + timedelta(days=120)
    await scene.run(partial(ends, until=until))
    assert [await scene.run(watch_terms) for _ in range(2)] == [1, 0]
    assert await scene.run(lambda work: work.session.query(MatterRow).one().next_due_at) == until


async def test_days_of_reminding_and_handing_over_are_the_communitys(database: Database, clock: MovedClock) -> None:
    def hangzhou(work: UnitOfWork) -> None:
        set_the_scene(work)
        before = work.community
        work.store(SettingsVersions).keep(replace(before, term_reminders_days=(91,), hand_over_days=34), before=before)

    until = clock.now() + timedelta(days=100)
    await database.run(hangzhou)
    await database.run(partial(ends, until=until))
    assert await database.run(watch_terms) == 0, "six months before nothing is said there"
    clock.move(days=9)
    assert await database.run(watch_terms) == 1
    clock.set(until)
    await night(database)
    row = await database.run(lambda work: work.session.query(MatterRow).one())
    assert (row.state, row.next_due_at) == (OVER, until + timedelta(days=34))


async def test_two_that_look_at_once_open_one_term(database: Database, clock: MovedClock) -> None:
    await database.run(set_the_scene)
    await database.run(partial(ends, until=clock.now() + timedelta(days=100)))
    await asyncio.gather(*(database.run(watch_terms) for _ in range(4)))
    assert await database.run(states) == [ENDING]
