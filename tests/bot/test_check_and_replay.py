"""`louzhang check` and `louzhang replay`: what must be mended, what to do, and never anybody's words."""

import pytest
from typer.testing import CliRunner

from bot.application import prepare
from bot.cli import app
from bot.cli.check import find
from bot.cli.replay import line_of, replay_updates
from bot.schedule import TIMETABLE, run_tick
from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from domain.vocabulary import HeldAs
from messages.drawing.frame import no_link
from services.posts.reachability import account_unreachable
from storage.copies.condition import AHEAD, BACKUP, CLOCK
from storage.delivery.inbox import Arrived
from storage.digest.periods import Periods
from storage.engines.database import Database, open_database
from storage.models import HoldingRow
from storage.settings.working_days import has_moved_days
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.stories.neighbourhood import _lay_out


async def look(url: str, clock: MovedClock) -> tuple[list[str], list[str]]:
    """Faults and notes."""
    found = await find(open_database(url, clock.now, SUBJECTS))
    return [one.words for one in found if one.fault], [one.words for one in found if not one.fault]


def hold(*posts: str) -> object:
    def unit(work: UnitOfWork) -> None:
        for number, code in enumerate(posts, 501):
            post = next(p for p in work.directory.posts.values() if p.code == code)
            person = work.people.recognise("telegram", str(number), "zh")
            work.session.add(HoldingRow(post_id=post.id, person_id=person.id, held_as=HeldAs.MAIN))
        work.places.touch()

    return unit


@pytest.fixture
async def orderly(database: Database) -> Database:
    """A community in order: every post held, the clock ticking, a backup of today."""
    await database.run(_lay_out)
    posts = ["p-gh1", "p-gh2", "p-sg-odd", "p-gh", "p-g1", "p-office", "p-duty", "p-secretary"]
    await database.run(hold(*posts))  # type: ignore[arg-type]
    for tick in TIMETABLE:
        await run_tick(database, tick)
    await database.run(lambda work: work.store(Periods).note(BACKUP, "last"))
    return database


async def test_where_everything_is_in_order_only_the_backup_is_named(
    orderly: Database, database_url: str, clock: MovedClock
) -> None:
    faults, notes = await look(database_url, clock)
    assert [fault for fault in faults if "2027" not in fault] == []
    assert notes == ["The last backup is 0 seconds old."]


async def test_every_fault_is_named_with_what_to_do(orderly: Database, database_url: str, clock: MovedClock) -> None:
    await orderly.run(lambda work: work.inbox.keep([Arrived("telegram", n, str(n), '{"漏水": 1}') for n in (1, 2)]))
    await orderly.run(lambda work: work.inbox.set_aside(work.inbox.waiting(1)[0], "AB12"))
    await orderly.run(lambda work: work.outbox.add(5, Letter(0, Say("cancelled"))))
    clock.move(days=9)
    faults, _ = await look(database_url, clock)
    assert "The clock stands still: is `louzhang run` running?" in faults
    assert any(fault.startswith("1 updates wait, the oldest for 9 days") for fault in faults)
    assert any("messages wait, the oldest for 9 days" in fault for fault in faults)
    assert "1 updates were set aside: `louzhang replay` lists them." in faults
    assert "The last backup is 9 days old: `louzhang backup FILE`, every night." in faults
    assert not any("漏水" in fault for fault in faults)


async def test_one_tick_that_is_late_is_named(orderly: Database, database_url: str, clock: MovedClock) -> None:
    clock.move(minutes=30)
    for tick in TIMETABLE:
        if tick.name != "take_due_steps":
            await run_tick(orderly, tick)
    faults, _ = await look(database_url, clock)
    assert "Late ticks: take_due_steps. The log says why (tick=…)." in faults


async def test_from_november_the_next_year_must_be_known(
    orderly: Database, database_url: str, clock: MovedClock
) -> None:
    year = next(year for year in range(clock.now().year + 1, 2100) if not has_moved_days(year))
    clock.set(clock.now().replace(year=year - 1, month=11, day=2))
    faults, _ = await look(database_url, clock)
    assert f"The moved working days of {year} are not known: `louzhang calendar FILE` declares them." in faults


async def test_who_is_out_of_reach_is_a_note_and_what_nobody_answers_for_a_fault(
    orderly: Database, database_url: str, clock: MovedClock
) -> None:
    async def stops(*numbers: int) -> None:
        def unit(work: UnitOfWork) -> None:
            for number in numbers:
                account_unreachable(work, account_of(work, number), "stopped")

        await orderly.run(unit)

    await stops(501)
    faults, notes = await look(database_url, clock)
    assert not any("Nobody" in fault for fault in faults)
    assert "Out of reach: 1号楼楼栋长; ask them to press their link." in notes
    assert any(note.startswith("No steward answers for 桂花苑1号楼") for note in notes)
    await stops(*range(502, 509))
    faults, _ = await look(database_url, clock)
    assert any(fault.startswith("Nobody at all can be asked about 桂花苑1号楼, ") for fault in faults)


async def test_an_empty_community_and_a_missing_backup_are_faults(
    database: Database, database_url: str, clock: MovedClock
) -> None:
    faults, _ = await look(database_url, clock)
    assert "There are no posts yet: `louzhang import FOLDER` sets the neighbourhood up." in faults
    assert "There is no backup yet: `louzhang backup FILE`, every night." in faults


async def test_right_after_the_first_start_nothing_is_a_fault(
    database: Database, database_url: str, clock: MovedClock
) -> None:
    await prepare(database, [], no_link)
    faults, notes = await look(database_url, clock)
    assert [fault for fault in faults if "2027" not in fault] == []
    assert "There is no backup yet: `louzhang backup FILE`, every night." in notes
    clock.move(minutes=30)
    faults, _ = await look(database_url, clock)
    assert any(fault.startswith("Late ticks: ") for fault in faults), "by then they should have been done"
    clock.move(days=1)
    faults, _ = await look(database_url, clock)
    assert "The clock stands still: is `louzhang run` running?" in faults
    assert "There is no backup yet: `louzhang backup FILE`, every night." in faults


async def test_a_start_after_a_long_stop_is_no_fault_either(
    orderly: Database, database_url: str, clock: MovedClock
) -> None:
    await prepare(orderly, [], no_link)
    clock.move(days=3)
    await prepare(orderly, [], no_link)
    faults, _ = await look(database_url, clock)
    assert not any("tick" in fault or "clock" in fault for fault in faults)


async def test_a_clock_that_was_put_back_is_named(orderly: Database, database_url: str, clock: MovedClock) -> None:
    clock.move(hours=-5)
    faults, _ = await look(database_url, clock)
    assert "The clock of this machine was ahead by 5 hours, or has been put back by as much" in "\n".join(faults)


async def test_what_the_running_program_has_seen_of_the_clock_is_named_for_a_week(
    orderly: Database, database_url: str, clock: MovedClock
) -> None:
    await orderly.run(lambda work: work.store(Periods).note(CLOCK, AHEAD))
    clock.move(hours=3)
    _, notes = await look(database_url, clock)
    assert "The clock of this machine was moved ahead, 3 hours ago: have the system keep its time (NTP)." in notes
    clock.move(days=7)
    _, notes = await look(database_url, clock)
    assert not any("NTP" in note for note in notes)


def test_the_command_leaves_with_1_where_something_must_be_done(
    sqlite_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{sqlite_template}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "FAULT  There is no backup yet" in result.output
    monkeypatch.setenv("BOT_TOKEN", "nonsense")
    assert CliRunner().invoke(app, ["check"]).exit_code == 2


async def aside(database: Database, *update_ids: int) -> None:
    await database.run(
        lambda work: work.inbox.keep([Arrived("telegram", n, str(n), '{"漏水": 1}') for n in update_ids])
    )
    await database.run(lambda work: work.inbox.take_up(9, owner=5))
    for row in await database.run(lambda work: work.inbox.waiting(9)):
        await database.run(lambda work, row=row: work.inbox.set_aside(row, f"AB{row.number}"))  # type: ignore[misc]


async def test_what_was_set_aside_is_listed_by_numbers_alone(
    database: Database, database_url: str, clock: MovedClock
) -> None:
    await aside(database, 71, 72)
    listed, again = await replay_updates(open_database(database_url, clock.now, SUBJECTS), [], all_of_them=False)
    assert again is None
    assert [line_of(one) for one in listed] == [
        "1: update 71 of 2026-11-18 01:00 UTC, incident AB71, 1 tries",
        "2: update 72 of 2026-11-18 01:00 UTC, incident AB72, 1 tries",
    ]
    assert await database.run(lambda work: work.inbox.depth()) == 0


async def test_one_or_all_are_handled_again(database: Database, database_url: str, clock: MovedClock) -> None:
    await aside(database, 71, 72, 73)
    _, again = await replay_updates(open_database(database_url, clock.now, SUBJECTS), [2, 999], all_of_them=False)
    assert again == 1
    taken = await database.run(lambda work: work.inbox.take_up(9, owner=6))
    assert [(one.number, one.tries, one.body) for one in taken] == [(72, 1, '{"漏水": 1}')]
    _, again = await replay_updates(open_database(database_url, clock.now, SUBJECTS), [], all_of_them=True)
    assert again == 2
    assert await replay_updates(open_database(database_url, clock.now, SUBJECTS), [], all_of_them=True) == ([], 0)
