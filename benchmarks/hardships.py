"""Bad luck and bad will, in this process: cards whose sending nobody marked, and updates nobody would send by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks.databases import NAMES, Databases, migrated
from benchmarks.report import Report
from benchmarks.runs import Tell
from bot.subjects import SUBJECTS
from storage.engines.database import open_database
from tests.conftest import MovedClock
from tests.crash.losses import BEGIN, Loss, suffer
from tests.fuzz.fuzzing import fuzz

REPORTS_PER_LOSS = 3


async def losses(
    fresh: Databases, kinds: Sequence[str], times: int, seed: int, report: Report, note: Tell
) -> list[str]:
    """Three kinds of loss. Returns what went wrong: cards that took a claim and go on asking for one."""
    broken: list[str] = []
    for kind in kinds:
        for loss in Loss:
            note(f"{kind}: {times} × {loss}")
            url = fresh.fresh(kind)
            await (await migrated(url)).close()
            found = await suffer(url, loss, kills=times, reports=times * REPORTS_PER_LOSS, seed=seed)
            if found.dead or found.waiting or found.unanswered:
                broken.append(f"{kind}, {loss}: {found}")
            report.add(
                f"{NAMES[kind]}: presses on cards nobody marked ({loss})",
                f"{found.dead} of {found.claims} cards dead",
                f"{found.kills} kills, {found.answers_lost} answers lost, {found.updates:,} updates",
                "none", met=not found.dead,
            )  # fmt: skip
    return broken


async def fuzzed(
    fresh: Databases, kinds: Sequence[str], updates: int, seed: int, report: Report, note: Tell
) -> list[str]:
    """Legal and malformed updates. Returns the incidents that legal ones became, and whatever else broke."""
    broken: list[str] = []
    for kind in kinds:
        note(f"{kind}: {updates:,} updates")
        url, clock, began = fresh.fresh(kind), MovedClock(BEGIN), datetime.now(UTC)
        await (await migrated(url)).close()
        database = open_database(url, clock.now, SUBJECTS)
        found = await fuzz(database, clock, updates, seed, lambda line: note(f"    {line}"))
        await database.close()
        faults = found.faults()
        broken += [f"{kind}: {fault}" for fault in faults]
        report.add(
            f"{NAMES[kind]}: {found.legal:,} legal and {found.malformed:,} malformed updates",
            f"{len(found.incidents)} incidents of legal ones, {len(found.unsent)} messages refused",
            f"{found.aside:,} set aside, {found.tickets} reports, {(datetime.now(UTC) - began).total_seconds():.0f} s",
            "none", met=not faults,
        )  # fmt: skip
    return broken
