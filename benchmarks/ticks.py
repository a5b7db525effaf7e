"""What a tick costs beside ten thousand, a hundred thousand and a million stored tickets, in the same week's work.

Every size is filled backwards from now at 500 tickets a week, as it would have grown: what ended long ago is closed
and emptied, so the last months are alike at every size. The week's own work is made anew before each run.
"""

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, insert, text, update

from benchmarks.bodies import SILENT, ask_of_bodies, lay_out_bodies
from benchmarks.report import Report
from bot.schedule import TIMETABLE, run_tick
from bot.subjects import SUBJECTS
from domain.time.weeks import Week
from domain.vocabulary import Action, Channel, Closing, Grade, HeldAs, Kind, Level, Role, Secrecy, State
from services.parts import Tick
from services.telling.digest_days import JOB, awaiting_digest
from storage.digest.periods import Periods
from storage.engines.database import Database, open_database
from storage.migrations import migrate
from storage.models import ChangeRow, CoverageRow, HoldingRow, OutboxRow, Person, PlaceRow, PostRow, Ticket, TicketText
from storage.models.base import Base
from storage.models.delivery import OutboxState
from storage.sql.store import table_of
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 23, 1, 31, tzinfo=UTC)
"""A Monday, 09:31 in the community: mornings are due, and so is the draw of last week's checks."""
A_WEEK, STEPS, WAITING, HELD = 500, 200, 100, 200
STEWARDS = 60
CHUNK = 25_000
RUNS = 3
LIVE = 100_000_000
"""Ids of the week's own tickets, beyond all stored ones."""
SLOWEST, MOST_GROWTH, TOO_SHORT = 1.0, 1.5, 0.005
"""Seconds, a ratio, seconds."""
TOGETHER = "all ticks"
JOBS = (
    "release_held",
    "take_due_steps",
    "resume_waiting",
    "take_due_asks",
    "send_due_digests",
    "send_mornings",
    "draw_checks",
    "forget_old_rows",
    "empty_ended_tickets",
)
DUE = {
    "release_held": HELD,
    "send_due_digests": 1,
    "take_due_steps": STEPS,
    "resume_waiting": WAITING,
    "take_due_asks": SILENT,
    "send_mornings": STEWARDS,
}
Figures = dict[tuple[str, str], list[float]]
"""Seconds by database and job, one for each size."""


async def ticks(kinds: Sequence[str], sizes: Sequence[int], fresh: Callable[[str], str], report: Report) -> bool:
    """Fill, measure, print a table; False when a tick is too slow or grows with what is stored."""
    figures: Figures = {}
    versions: list[str] = []
    for kind in kinds:
        for size in sizes:
            database = open_database(fresh(kind), lambda: NOW, SUBJECTS)
            try:
                await database.schema(migrate)
                await _fill(database, size, f"{kind}, {size:,} tickets")
                for job, seconds in (await _measure(database)).items():
                    figures.setdefault((kind, job), []).append(seconds)
                versions.append(await database.read(_version))
            finally:
                await database.close()
    return _show(figures, sizes, list(dict.fromkeys(versions)), report)


async def _measure(database: Database) -> Mapping[str, float]:
    """The median of three runs of every job, each on the same week made anew."""
    took: dict[str, list[float]] = {}
    for _ in range(RUNS):
        await database.run(_a_week)
        for tick in _timed():
            began = time.perf_counter()
            done = await run_tick(database, tick)
            if done != DUE.get(tick.name, done):
                raise RuntimeError(f"{tick.name} did {done}, {DUE[tick.name]} were due")
            took.setdefault(tick.name, []).append(time.perf_counter() - began)
    return {job: median(seconds) for job, seconds in took.items()}


def _timed() -> list[Tick]:
    return [tick for name in JOBS for tick in TIMETABLE if tick.name == name]


def _show(figures: Figures, sizes: Sequence[int], versions: Sequence[str], report: Report) -> bool:
    """Every tick, and all of them together; where one takes less than `TOO_SHORT` its growth says nothing."""
    kept = True
    totals = {kind: [sum(figures[kind, job][n] for k, job in figures if k == kind) for n in range(len(sizes))]
              for kind in dict.fromkeys(kind for kind, _ in figures)}  # fmt: skip
    named = {**figures, **{(kind, TOGETHER): seconds for kind, seconds in totals.items()}}
    for (kind, job), seconds in named.items():
        growth = seconds[-1] / seconds[0]
        alone = job != TOGETHER
        met = (not alone or max(seconds) < SLOWEST) and (growth <= MOST_GROWTH or max(seconds) < TOO_SHORT)
        kept = kept and met
        report.add(
            f"{kind}: {job}, {A_WEEK} tickets a week", f"{' / '.join(f'{s * 1000:.1f}' for s in seconds)} ms",
            f"with {' / '.join(f'{size:,}' for size in sizes)} stored: × {growth:.2f}",
            f"{SLOWEST:.0f} s, × {MOST_GROWTH}" if alone else f"× {MOST_GROWTH}", met=met,
        )  # fmt: skip
    note = (
        f"median of {RUNS} runs of {STEPS} steps, {WAITING} ends of waiting, {SILENT} asks without an answer,"
        f" {STEWARDS} mornings, {HELD} held messages"
    )
    report.add("ticks measured as", note, ", ".join(versions))
    return kept


def _version(work: UnitOfWork) -> str:
    if work.session.get_bind().dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {str(work.session.scalar(text('SHOW server_version'))).split()[0]}"


# Filling


async def _fill(database: Database, size: int, name: str) -> None:
    await database.run(_lay_out)
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(name, total=size)
        for first in range(1, size + 1, CHUNK):
            last = min(first + CHUNK - 1, size)
            await database.schema(lambda connection, a=first, b=last: _store(connection, a, b))  # type: ignore[misc]
            progress.update(bar, completed=last)

    def analyse(connection: Connection) -> None:
        connection.execute(text("ANALYZE"))

    await database.schema(analyse)


def _lay_out(work: UnitOfWork) -> None:
    """A compound with a steward for every building and a leader above them; and the pattern of an old ticket."""
    community = PlaceRow(code="sl", parent_id=None, level=Level.COMMUNITY, name="示例社区", aliases=[])
    work.session.add(community)
    work.session.flush()
    people = [work.people.recognise("telegram", str(9_000_000_000 + number), "zh") for number in range(STEWARDS + 1)]
    for number, person in enumerate(people):
        level, role = (Level.BUILDING, Role.STEWARD) if number else (Level.COMPOUND, Role.GROUP_LEADER)
        parent = number and work.session.query(PlaceRow.id).filter_by(code="b0").scalar()
        place = PlaceRow(code=f"b{number}", parent_id=parent or community.id, level=level, name=f"{number}", aliases=[])
        work.session.add(place)
        work.session.flush()
        post = PostRow(code=f"p{number}", place_id=place.id, role=role, title=f"{number}")
        work.session.add(post)
        work.session.flush()
        work.session.add(HoldingRow(post_id=post.id, person_id=person.id, held_as=HeldAs.MAIN))
        if number:
            work.session.add(CoverageRow(post_id=post.id, place_id=place.id, side="all"))
        else:
            above = PostRow(code="above", place_id=community.id, role=Role.SECRETARY, title="社区书记")
            work.session.add(above)
            work.session.flush()
            work.session.add(HoldingRow(post_id=above.id, person_id=person.id, held_as=HeldAs.MAIN))
    work.places.touch()
    lay_out_bodies(work, community.id)
    pattern = _ticket(0, State.CLOSED, place_id=community.id, person_id=people[0].id)
    ended = {"closed_at": NOW, "ended_at": NOW, "closing": Closing.CONFIRMED, "solved_by_id": people[0].id}
    connection = work.session.connection()
    connection.execute(insert(Ticket), [{**pattern, "id": LIVE - 1, "filed_at": NOW, **ended}])
    for seq, action, after in ((1, Action.FILE, State.NEW), (2, Action.CLOSE, State.CLOSED)):
        connection.execute(insert(ChangeRow), [_line(LIVE - 1, seq, action, after, people[0].id)])
    words = {"id": LIVE - 1, "ticket_id": LIVE - 1, "action": Action.FILE, "body": "厨房漏水", "at": NOW}
    connection.execute(insert(TicketText), [words])


def _store(connection: Connection, first: int, last: int) -> None:
    """Old tickets `first` to `last`, the older the higher, copied from the pattern within the database."""
    step = 7 * 86400 / A_WEEK
    past = f"{step} * s.n"
    if connection.dialect.name == "sqlite":
        then = f"strftime('%Y-%m-%d %H:%M:%f000', {{}}, '-' || ({past}) || ' seconds')"
    else:
        then = f"{{}} - ({past}) * interval '1 second'"
    kept = f"{past} < 86400 * (CASE WHEN s.n % 4 = 0 THEN 89 ELSE 179 END)"
    moved = {
        "ticket": {
            "id": "s.n",
            "number": "'old-' || s.n",
            "kind": "CASE WHEN s.n % 4 = 0 THEN 'dispute' ELSE 'repair' END",
            **{name: then.format(f"t.{name}") for name in ("filed_at", "closed_at", "ended_at")},
            "emptied_at": f"CASE WHEN {kept} THEN NULL ELSE {then.format('t.ended_at')} END",
        },
        "change": {"ticket_id": "s.n", "at": then.format("t.at")},
        "ticket_text": {
            "id": "s.n",
            "ticket_id": "s.n",
            "at": then.format("t.at"),
            "body": f"CASE WHEN {kept} THEN t.body END",
        },
    }
    for table, values in moved.items():
        columns = [column.name for column in Base.metadata.tables[table].columns]
        wanted = ", ".join(values.get(column, f"t.{column}") for column in columns)
        own = "t.id" if table == "ticket" else "t.ticket_id"
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) "
            f"SELECT {wanted} FROM {table} t, s WHERE {own} = {LIVE - 1}"
        )


# The week's own work


def _a_week(work: UnitOfWork) -> None:
    """What is due now, as it was before the last run."""
    connection = work.session.connection()
    for table in ("change", "ticket_text"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE ticket_id >= {LIVE}")
    for table in ("outbox", "lane", "periodic_run", "counter", "digest"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    for weeks in range(2, 10):  # all but last week's digest were sent in their time
        work.store(Periods).once(JOB, str(Week.of(NOW, work.community.calendar().zone).later(-weeks)))
    connection.execute(update(Ticket).where(Ticket.ended_at > NOW - timedelta(days=14)).values(checking=False))
    connection.execute(update(Person).values(morning_of=None))
    posts = [post for post in work.directory.posts.values() if post.role is Role.STEWARD]
    holders = {holding.post_id: holding.person_id for holding in work.directory.holdings}
    tickets = []
    for number in range(A_WEEK):
        post = posts[number % STEWARDS]
        state = State.NEW if number < STEPS else State.WAITING if number < STEPS + WAITING else State.CLAIMED
        facts = _ticket(LIVE + number, state, place_id=post.place_id, person_id=holders[post.id])
        tickets.append({**facts, "post_id": post.id})
    if work.session.get(Ticket, LIVE) is None:
        connection.execute(insert(Ticket), tickets)
    else:  # never deleted: each would be looked for among all that might follow it or be merged into it
        work.session.execute(update(Ticket), tickets)
    connection.execute(
        insert(ChangeRow),
        [_line(LIVE + n, 1, Action.FILE, State.NEW, holders[posts[0].id]) for n in range(A_WEEK)],
    )
    ask_of_bodies(work, LIVE + STEPS, A_WEEK - STEPS)
    held = {
        "broadcast": False, "kind": "Help", "facts": {"commands": []}, "created_at": NOW, "not_before": NOW,
        "state": OutboxState.HELD, "tries": 0, "keeps_quiet": Grade.P2,
    }  # fmt: skip
    connection.execute(insert(table_of(OutboxRow)), [{**held, "account_id": account} for account in _held_for(work)])


def _held_for(work: UnitOfWork) -> list[int]:
    """The accounts of stewards, in turn: what waits for the secretary comes after the digest, and is none of these."""
    awaiting = awaiting_digest(work)
    free = [account for account in range(1, STEWARDS + 1) if account not in awaiting]
    return [free[n % len(free)] for n in range(HELD)]


def _ticket(ticket_id: int, state: State, *, place_id: int, person_id: int) -> dict[str, object]:
    """New ones stand on the rung at 100 % of eight working hours; waiting ones have waited long enough."""
    since = NOW - timedelta(days=3, minutes=1)  # Friday 09:30
    waits, running = state is State.WAITING, state in (State.NEW, State.CLAIMED)
    return {
        "id": ticket_id,
        "number": f"2611-{ticket_id}",
        "state": state,
        "category": "R202",
        "kind": Kind.REPAIR,
        "grade": Grade.P2,
        "safety": False,
        "place_id": place_id,
        "secrecy": Secrecy.NORMAL,
        "concerns": None,
        "channel": Channel.CHAT,
        "on_behalf": False,
        "filed_by_id": person_id,
        "reporter_id": person_id,
        "assignee_id": person_id,
        "filed_at": since,
        "claim_since": since,
        "claim_limit": "8w",
        "resolve_since": since,
        "resolve_limit": "24w",
        "rung": 1 if running else 0,
        "next_step_at": None if not running else NOW if state is State.NEW else NOW + timedelta(days=1),
        "waiting_since": since if waits else None,
        "waiting_until": NOW if waits else None,
        "waiting_reason": "parts" if waits else None,
        "appealed": False,
        "post_id": None,
        "helper_id": None,
        "resolve_spent": 0,
        "resolve_due": None,
        "changes": 1,
        "moves": 0,
    }


def _line(ticket_id: int, seq: int, action: Action, after: State, person_id: int) -> dict[str, object]:
    return {
        "ticket_id": ticket_id, "seq": seq, "action": action, "before": None if seq == 1 else State.RESOLVED,
        "after": after, "by_id": person_id, "channel": Channel.CHAT, "at": NOW, "text_id": None, "detail": {},
    }  # fmt: skip
