"""Lines that are kept, sent once by whichever replica is first, put off where there is no room, and dropped when what
they are about has ended."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from domain.bodies.bodies import BodyKind
from domain.matters.bundles import BundledLine
from domain.refusal import Refusal
from domain.vocabulary import Grade, Role
from services.digest.mornings import send_mornings
from services.matters import bundle_keeping
from services.matters.bundle_sending import send_bundles
from services.matters.bundling import bundle, mute_line, unmute_line
from services.telling.unasked import may_remind
from storage.engines.database import Database
from storage.models import BodyRow, BundleLine, MatterRow, Person, PostRow
from storage.models.delivery import OutboxRow
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.long_history import overheard
from tests.storage.rows import lay_out, person, ticket

RESIDENT, STEWARD, CONTACT = 1, 2, 3


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 18th is a Wednesday, the 21st a Saturday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def matter(work: UnitOfWork, number: str = "届2611-01") -> int:
    """One that everybody may see who lives there."""
    root = work.directory.root
    row = MatterRow(
        number=number, kind="bodies-term", title="业委会", places=[root.id] if root else [], state="ending", version=1,
        opened_at=work.now, visibility="open", next_due_at=local(30, 9), next_due_what="end",
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row.id


def somebody(work: UnitOfWork, account: int) -> Person:
    return work.people.recognise("telegram", str(account), "zh")


def set_the_scene(work: UnitOfWork) -> int:
    """A resident, a steward, a body's contact; and a matter to be told of."""
    ids = lay_out(work)
    person(work, RESIDENT)
    person(work, STEWARD, "王", post=ids["p-gh1"])
    body = BodyRow(
        code="wy", kind=BodyKind.PROPERTY, name="物业", places=[ids["gh"]], channel="chat", reply_limit="8w",
        result_limit="24w",
    )  # fmt: skip
    work.session.add(body)
    work.session.flush()
    seat = PostRow(code="seat", place_id=ids["gh"], role=Role.CONTACT, title="联系人", body_id=body.id)
    work.session.add(seat)
    work.session.flush()
    person(work, CONTACT, "孙", post=seat.id)
    for account in (RESIDENT, STEWARD, CONTACT):
        somebody(work, account).home_place_id = ids["gh1"]
    return matter(work)


def keep(work: UnitOfWork, account: int, matter_id: int, not_after: datetime | None = None) -> None:
    bundle(work, somebody(work, account).id, BundledLine.TERM, matter_id=matter_id, not_after=not_after)


def lines(work: UnitOfWork, account: int) -> list[BundleLine]:
    whose = somebody(work, account).id
    return list(work.session.scalars(select(BundleLine).where(BundleLine.person_id == whose).order_by(BundleLine.id)))


def sent(work: UnitOfWork) -> list[str]:
    """What waits to leave, by kind."""
    kinds = work.session.scalars(select(OutboxRow.kind).order_by(OutboxRow.id))
    return [kind for kind in kinds if kind in ("Bundle", "Morning")]


@pytest.fixture
async def scene(database: Database, clock: MovedClock) -> tuple[Database, int]:
    clock.set(local(18, 8))
    return database, await database.run(set_the_scene)


async def test_of_several_replicas_one_sends_the_bundle(scene: tuple[Database, int], clock: MovedClock) -> None:
    database, term = scene
    await database.run(partial(keep, account=RESIDENT, matter_id=term))
    clock.set(local(18, 17, 29))
    assert await database.run(send_bundles) == 0
    clock.set(local(18, 17, 30))
    await asyncio.gather(*(database.run(send_bundles) for _ in range(6)))
    assert await database.run(sent) == ["Bundle"]
    assert await database.run(send_bundles) == 0, "and nothing is left to look at"


async def test_a_steward_has_one_morning_whichever_tick_is_first(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene

    def busy(work: UnitOfWork) -> None:
        keep(work, STEWARD, term)
        row = ticket(work, next(iter(work.directory.posts.values())).place_id)
        row.assignee_id = somebody(work, STEWARD).id

    await database.run(busy)
    clock.set(local(18, 8, 30))
    ticks: list[Callable[[UnitOfWork], int]] = [send_mornings, send_bundles] * 3
    await asyncio.gather(*(database.run(tick) for tick in ticks))
    assert await database.run(sent) == ["Morning"]
    told = await database.run(lambda work: [line.told_at for line in lines(work, STEWARD)])
    assert told == [local(18, 8, 30)]


async def test_somebody_with_a_line_and_no_ticket_gets_a_morning_for_it(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    await database.run(partial(keep, account=STEWARD, matter_id=term))
    clock.set(local(18, 8, 30))
    assert await database.run(send_mornings) == 0
    assert await database.run(send_bundles) == 1
    assert await database.run(sent) == ["Morning"]


async def test_a_contact_is_told_at_nine_of_a_working_day(scene: tuple[Database, int], clock: MovedClock) -> None:
    database, term = scene
    clock.set(local(20, 15))
    await database.run(partial(keep, account=CONTACT, matter_id=term))
    for moment in (local(21, 9, 1), local(22, 17, 31), local(23, 8, 59)):
        clock.set(moment)
        assert await database.run(send_bundles) == 0
    clock.set(local(23, 9))
    assert await database.run(send_bundles) == 1
    assert await database.run(sent) == ["Bundle"]


async def test_what_waits_is_not_doubled_and_its_latest_end_counts(scene: tuple[Database, int]) -> None:
    database, term = scene
    for end in (local(19, 12), local(20, 12)):
        await database.run(partial(keep, account=RESIDENT, matter_id=term, not_after=end))
    other = await database.run(lambda work: matter(work, "届2611-02"))
    await database.run(partial(keep, account=RESIDENT, matter_id=other))
    kept = await database.run(lambda work: [(line.matter_id, line.not_after) for line in lines(work, RESIDENT)])
    assert kept == [(term, local(20, 12)), (other, None)]


async def test_what_would_be_too_late_is_not_kept_and_what_became_so_is_not_told(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    await database.run(partial(keep, account=RESIDENT, matter_id=term, not_after=local(18, 17, 30)))
    assert await database.run(lambda work: len(lines(work, RESIDENT))) == 0
    await database.run(partial(keep, account=RESIDENT, matter_id=term, not_after=local(18, 17, 40)))
    clock.set(local(18, 17, 45))
    await database.run(send_bundles)
    assert await database.run(sent) == []
    assert await database.run(lambda work: len(lines(work, RESIDENT))) == 0


async def test_what_has_ended_is_dropped_and_costs_nobody_a_message(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    await database.run(partial(keep, account=RESIDENT, matter_id=term))

    def end(work: UnitOfWork) -> None:
        work.session.get_one(MatterRow, term).ended_at = work.now

    await database.run(end)
    clock.set(local(18, 17, 30))
    await database.run(send_bundles)
    assert await database.run(sent) == []
    assert await database.run(lambda work: len(lines(work, RESIDENT))) == 0


async def test_a_resident_hears_three_times_in_seven_days_and_then_again(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    for day in range(18, 26):
        clock.set(local(day, 10))
        await database.run(partial(keep, account=RESIDENT, matter_id=term))
        clock.set(local(day, 17, 30))
        await database.run(send_bundles)
    told = await database.run(lambda work: [line.told_at for line in lines(work, RESIDENT) if line.told_at])
    assert told == [local(day, 17, 30) for day in (18, 19, 20, 25)]


async def test_on_a_day_off_a_bundle_is_one_of_the_two_unasked_messages(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    await database.run(partial(keep, account=RESIDENT, matter_id=term))
    clock.set(local(21, 12))

    def full(work: UnitOfWork) -> list[bool]:
        return [may_remind(work, somebody(work, RESIDENT).id, Grade.P2) for _ in range(3)]

    assert await database.run(full) == [True, True, False]
    clock.set(local(21, 17, 30))
    await database.run(send_bundles)
    assert await database.run(sent) == []
    clock.set(local(22, 17, 30))
    await database.run(send_bundles)
    assert await database.run(sent) == ["Bundle"]


async def test_nothing_is_sent_at_night_nor_to_whom_nothing_reaches(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    await database.run(partial(keep, account=RESIDENT, matter_id=term))
    clock.set(local(18, 22))
    assert await database.run(send_bundles) == 0
    clock.set(local(19, 8))
    await database.run(send_bundles)
    assert await database.run(sent) == [], "an outage is made up for at the next day's hour"

    def account(work: UnitOfWork) -> None:
        work.accounts.lose(work.accounts.of(somebody(work, RESIDENT).id)[0])

    await database.run(account)
    clock.set(local(19, 17, 30))
    await database.run(send_bundles)
    assert await database.run(sent) == []
    assert await database.run(lambda work: [line.due_at for line in lines(work, RESIDENT)]) == [local(20, 17, 30)]


async def test_what_somebody_does_not_want_to_hear_of_is_not_kept_until_they_do(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    other = await database.run(lambda work: matter(work, "届2611-02"))
    await database.run(partial(keep, account=RESIDENT, matter_id=term))
    clock.set(local(18, 17, 30))
    await database.run(send_bundles)

    def mute(work: UnitOfWork) -> int:
        return mute_line(work, lines(work, RESIDENT)[0].id, by=somebody(work, RESIDENT)).id

    line_id = await database.run(mute)
    for about in (term, other):
        await database.run(partial(keep, account=RESIDENT, matter_id=about))
    waiting = await database.run(lambda work: [one.matter_id for one in lines(work, RESIDENT) if one.told_at is None])
    assert waiting == [other], "this kind about this thing, and no more"
    with pytest.raises(Refusal, match="bundles-refused-unknown"):
        await database.run(lambda work: mute_line(work, line_id, by=somebody(work, STEWARD)))
    await database.run(lambda work: unmute_line(work, line_id, by=somebody(work, RESIDENT)).id)
    await database.run(partial(keep, account=RESIDENT, matter_id=term))
    waiting = await database.run(lambda work: [one.matter_id for one in lines(work, RESIDENT) if one.told_at is None])
    assert waiting == [other, term]


async def test_five_hundred_who_wait_for_tomorrow_cost_a_tick_one_question(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene

    def crowd(work: UnitOfWork) -> None:
        for account in range(1000, 1500):
            keep(work, account, term)

    await database.run(crowd)

    def heard(work: UnitOfWork) -> list[str]:
        assert work.directory.posts
        work.community.calendar()
        with overheard(work.session.connection()) as said:
            assert send_bundles(work) == 0
        return [statement for statement, _ in said]

    asked = await database.run(heard)
    assert len([one for one in asked if "bundle_line" in one]) == 1
    assert len(asked) <= 3, "and whether a digest is due"


async def test_what_is_kept_about_somebody_is_in_their_file_and_goes_with_them(
    scene: tuple[Database, int], clock: MovedClock
) -> None:
    database, term = scene
    for account in (RESIDENT, CONTACT):
        await database.run(partial(keep, account=account, matter_id=term))
    mine = await database.run(lambda work: bundle_keeping.mine(work, somebody(work, RESIDENT)))
    assert mine == [{"kind": "term", "kept": "2026-11-18T00:00:00+00:00", "told": None, "muted": None}]
    await database.run(lambda work: bundle_keeping.forget(work, somebody(work, RESIDENT)))
    left = await database.run(lambda work: [len(lines(work, one)) for one in (RESIDENT, CONTACT)])
    assert left == [0, 1]
    clock.set(local(18, 8) + timedelta(days=bundle_keeping.KEPT_DAYS + 1))

    def old(work: UnitOfWork) -> tuple[int, int, int]:
        before = work.now - timedelta(days=bundle_keeping.KEPT_DAYS)
        count = bundle_keeping.count_old(work, before)
        gone = bundle_keeping.empty_old(work, before)
        return count, gone, work.session.scalar(select(func.count()).select_from(BundleLine)) or 0

    assert await database.run(old) == (1, 1, 0)
