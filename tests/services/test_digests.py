"""The digest on real databases: frozen, never twice, made up for after an outage, quick whatever is stored."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text

from bot.subjects import SUBJECTS
from domain.digest.digest import Section
from domain.notices.notices import CardRedraw, DigestReport, Letter, MyTickets
from domain.refusal import Refusal
from domain.time.weeks import Week
from domain.vocabulary import Action, Channel, HeldAs, Kind, Role, State
from services.digest.digest_tables import look_at_names, table_rows
from services.digest.digests import correct_digest, count_week, digest_for, send_due_digests
from services.digest.service_hours import hours_away, note_hour
from services.posts.reachability import account_unreachable
from storage.digest.digests import Digests
from storage.engines.database import Database, open_database
from storage.models import ChangeRow, DigestRow, HoldingRow, OutboxRow, Person, PostRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.storage.rows import lay_out, person, ticket

send_all = partial(send_due_digests, parts={})
TUESDAY = datetime(2026, 11, 10, 2, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)


def secretary(work: UnitOfWork, ids: dict[str, int], *, held_as: HeldAs = HeldAs.MAIN, account: int = 77) -> Person:
    post = ids.get("p-sl")
    if post is None:
        row = PostRow(code="p-sl", place_id=ids["sl"], role=Role.SECRETARY, title="社区书记")
        work.session.add(row)
        work.session.flush()
        post = ids["p-sl"] = row.id
    found = person(work, account)
    work.session.add(HoldingRow(post_id=post, person_id=found.id, held_as=held_as))
    work.places.touch()
    return found


def filed(
    work: UnitOfWork,
    place: int,
    at: datetime,
    *steps: tuple[float, Action, State],
    kind: Kind = Kind.REPAIR,
    category: str = "R101",
) -> Ticket:
    """A ticket with its history: steps in hours after filing."""
    row = ticket(work, place, filed_at=at, resolve_due=at + timedelta(hours=72), kind=kind, category=category)
    lines = [(0.0, Action.FILE, State.NEW), *steps]
    before: State | None = None
    for seq, (hours, action, after) in enumerate(lines, 1):
        line = ChangeRow(ticket_id=row.id, seq=seq, action=action, before=before, after=after, by_id=None)
        line.channel, line.at, line.text_id, line.detail = Channel.CHAT, at + timedelta(hours=hours), None, {}
        work.session.add(line)
        before = after
        if action is Action.RESOLVE:
            row.resolved_at = line.at
        if after is State.CLOSED:
            row.ended_at = row.closed_at = line.at
    row.state, row.changes = before or State.NEW, len(lines)
    work.session.flush()
    return row


CLOSED = (
    (1.0, Action.CLAIM, State.CLAIMED),
    (20.0, Action.RESOLVE, State.RESOLVED),
    (21.0, Action.CONFIRM, State.CLOSED),
)


def a_week(work: UnitOfWork) -> dict[str, int]:
    """Ten tickets closed and two open in one week, two disputes in one building."""
    ids = lay_out(work)
    secretary(work, ids)
    for n in range(10):
        filed(work, ids["gh1"], TUESDAY + timedelta(hours=n), *CLOSED)
    for n in range(2):
        filed(work, ids["gh2"], TUESDAY + timedelta(days=2, hours=n), kind=Kind.DISPUTE, category="D101")
    return ids


def reports(work: UnitOfWork) -> list[OutboxRow]:
    rows = work.session.query(OutboxRow).order_by(OutboxRow.id).all()
    return [row for row in rows if row.kind == DigestReport.__name__]


async def test_figures_and_lists_agree_and_stay_as_they_were_frozen(database: Database, clock: MovedClock) -> None:
    ids = await database.run(a_week)
    clock.set(MONDAY)
    week, version = await database.run(lambda work: digest_for(work, "2026-W46", {}))

    def later(work: UnitOfWork) -> None:
        for row in work.session.query(Ticket).filter(Ticket.state == State.NEW):
            row.state, row.ended_at, row.closed_at = State.CLOSED, work.now, work.now
        filed(work, ids["gh1"], TUESDAY)

    await database.run(later)
    clock.move(days=30)

    def looked(work: UnitOfWork) -> None:
        assert digest_for(work, "2026-W46", {}) == (week, version)
        figures = work.store(Digests).get(week, version)
        assert figures is not None
        assert [figures.count(s) for s in (Section.NEW, Section.DONE, Section.OPEN)] == [12, 10, 2]
        reader = person(work, 77)
        shown = work.tickets.several(figures.shown(Section.NEW), seen_by=reader)
        assert len(shown) == 12 - len(figures.hidden) == 10
        assert len(table_rows(work, figures, reader, names=False)) == 10
        assert work.tickets.several(figures.shown(Section.NEW), seen_by=person(work, 5)) == []

    await database.run(looked)


async def test_a_correction_is_a_new_version_and_says_so(database: Database, clock: MovedClock) -> None:
    ids = await database.run(a_week)
    clock.set(MONDAY)
    assert await database.run(lambda work: digest_for(work, "2026-W46", {})) == ("2026-W46", 1)
    assert await database.run(lambda work: correct_digest(work, "2026-W46", {})) == ("2026-W46", 1)
    await database.run(lambda work: filed(work, ids["gh1"], TUESDAY))
    assert await database.run(lambda work: correct_digest(work, "2026-W46", {})) == ("2026-W46", 2)

    def versions(work: UnitOfWork) -> list[tuple[int, bool]]:
        made = [work.store(Digests).get("2026-W46", version) for version in (1, 2)]
        return [(figures.count(Section.NEW), figures.corrects) for figures in made if figures is not None]

    assert await database.run(versions) == [(12, False), (13, True)]


async def test_the_same_week_so_far_asked_twice_is_one_version(database: Database, clock: MovedClock) -> None:
    await database.run(a_week)
    clock.set(TUESDAY + timedelta(days=4))
    assert await database.run(lambda work: digest_for(work, "", {})) == ("2026-W46", 1)
    clock.move(minutes=1)
    assert await database.run(lambda work: digest_for(work, "", {})) == ("2026-W46", 1)


async def test_the_digest_is_sent_on_monday_at_half_past_eight_and_never_twice(
    database: Database, database_url: str, clock: MovedClock
) -> None:
    await database.run(a_week)
    clock.set(MONDAY - timedelta(minutes=1))
    assert await database.run(send_all) == 0
    clock.set(MONDAY)
    replica = open_database(database_url, clock.now, SUBJECTS)
    done = await asyncio.gather(*(one.run(send_all) for one in (database, replica, database, replica)))
    await replica.close()
    assert sorted(done) == [0, 0, 0, 1]
    assert await database.run(send_all) == 0
    assert len(await database.run(reports)) == 1
    assert await database.run(lambda work: work.session.query(DigestRow).count()) == 1


async def test_weeks_missed_in_an_outage_come_once_in_one_message(database: Database, clock: MovedClock) -> None:
    await database.run(a_week)
    clock.set(MONDAY + timedelta(weeks=2, hours=50))
    for _ in range(3):
        await database.run(send_all)
    (report,) = await database.run(reports)
    assert report.facts["week"] == "2026-W48"
    assert report.facts["missed"] == [["2026-W46", 1], ["2026-W47", 1]]


async def test_after_a_long_outage_eight_weeks_are_made_up_for(database: Database, clock: MovedClock) -> None:
    await database.run(a_week)
    clock.set(MONDAY + timedelta(weeks=30))
    await database.run(send_all)
    (report,) = await database.run(reports)
    assert len(report.facts["missed"]) == 7  # type: ignore[arg-type]


async def test_with_nobody_reachable_the_digest_waits_and_then_goes_to_the_deputy(
    database: Database, clock: MovedClock
) -> None:
    ids = await database.run(a_week)
    clock.set(MONDAY)
    await database.run(lambda work: account_unreachable(work, account_of(work, 77), "blocked"))
    assert await database.run(send_all) == 0
    await database.run(lambda work: secretary(work, ids, held_as=HeldAs.DEPUTY, account=78))
    assert await database.run(send_all) == 1
    (report,) = await database.run(reports)
    assert report.account_id == await database.run(lambda work: account_of(work, 78))


@pytest.mark.parametrize(
    ("asked", "why"),
    [("2026-W99", "refused-week-unknown"), ("2027-W01", "refused-week-future"), ("2026-W40", "refused-week-before")],
)
async def test_an_unknown_and_a_future_week_are_refused(
    database: Database, clock: MovedClock, asked: str, why: str
) -> None:
    await database.run(a_week)
    clock.set(MONDAY)
    with pytest.raises(Refusal) as refused:
        await database.run(lambda work: digest_for(work, asked, {}))
    assert refused.value.key == why


async def test_the_week_before_is_compared_with_as_it_was_told(database: Database, clock: MovedClock) -> None:
    ids = await database.run(a_week)
    clock.set(MONDAY)
    await database.run(lambda work: digest_for(work, "2026-W46", {}))
    await database.run(lambda work: filed(work, ids["gh1"], TUESDAY + timedelta(weeks=1)))
    clock.move(weeks=1)
    figures = await database.run(lambda work: count_week(work, Week(date(2026, 11, 16)), {}))
    assert figures.last is not None
    assert (figures.last.new, figures.last.done, figures.count(Section.NEW)) == (12, 10, 1)


async def test_a_week_before_that_was_never_told_is_counted_for_the_comparison(
    database: Database, clock: MovedClock
) -> None:
    await database.run(a_week)
    clock.set(MONDAY + timedelta(weeks=1))
    figures = await database.run(lambda work: count_week(work, Week(date(2026, 11, 16)), {}))
    assert figures.last is not None
    assert (figures.last.new, figures.last.done, figures.last.open) == (12, 10, 2)
    assert (figures.count(Section.NEW), figures.count(Section.CARRIED)) == (0, 2)


async def test_no_query_of_the_digest_walks_a_whole_table(database: Database, clock: MovedClock) -> None:
    await database.run(a_week)
    if database.dialect != "sqlite":
        return

    def plans(work: UnitOfWork) -> list[str]:
        lines = []
        queries = [*Digests.week_queries(TUESDAY - timedelta(days=30), TUESDAY, MONDAY), Digests.first_query()]
        for query in queries:
            compiled = query.compile(work.session.get_bind(), compile_kwargs={"literal_binds": True})
            lines += [str(row) for row in work.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
        return lines

    found = await database.run(plans)
    assert found
    assert [line for line in found if "SCAN ticket" in line or "SCAN change" in line] == []


async def test_hours_without_the_program_are_told_and_those_before_its_first_are_not(
    database: Database, clock: MovedClock
) -> None:
    clock.set(MONDAY)
    assert await database.run(lambda work: hours_away(work, TUESDAY, MONDAY)) == 0
    clock.set(TUESDAY + timedelta(days=1, minutes=20))
    for _ in range(48):
        if clock.now().day != 12:  # away for a whole day
            await database.run(note_hour)
            await database.run(note_hour)
        clock.move(hours=1)
    end = TUESDAY + timedelta(days=3)
    assert await database.run(lambda work: hours_away(work, TUESDAY, end)) == 24
    assert await database.run(lambda work: hours_away(work, TUESDAY, end - timedelta(days=3))) == 0


async def test_messages_that_reached_nobody_are_counted_in_their_week(database: Database, clock: MovedClock) -> None:
    ids = await database.run(a_week)
    clock.set(MONDAY - timedelta(days=1))

    def told_in_vain(work: UnitOfWork) -> None:
        work.tell(Letter(person(work, 5).id, MyTickets()), Letter(person(work, 5).id, CardRedraw(1)))

    await database.run(told_in_vain)
    await database.run(lambda work: work.outbox.drop(account_of(work, 5), "blocked"))
    clock.set(MONDAY)
    figures = await database.run(lambda work: count_week(work, Week(MONDAY.date() - timedelta(days=7)), {}))
    assert figures.service.undelivered == 1
    assert ids


async def test_a_look_at_the_names_is_a_line_in_every_ticket_it_showed(database: Database, clock: MovedClock) -> None:
    await database.run(a_week)
    clock.set(MONDAY)
    week, version = await database.run(lambda work: digest_for(work, "2026-W46", {}))
    looked = await database.run(lambda work: look_at_names(work, week, version, by=person(work, 77)))
    lines = await database.run(lambda work: work.session.query(ChangeRow).filter_by(action=Action.LOOK).count())
    assert looked == lines == 10
    stranger = await database.run(lambda work: look_at_names(work, week, version, by=person(work, 5)))
    assert stranger == 0
