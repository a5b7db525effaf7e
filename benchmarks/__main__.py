"""What is claimed about speed and safety, measured again: `python -m benchmarks` does all of it (about an hour), with
the name of a piece only that piece."""

import argparse
import asyncio
import sys
from pathlib import Path

from benchmarks.backlog import backlog
from benchmarks.databases import DATABASES, databases
from benchmarks.hardships import fuzzed, losses
from benchmarks.measurements import courier, crash, latency, replicas
from benchmarks.report import Report, write_into
from benchmarks.ticks import ticks
from tests.crash.proof import FULL
from tests.crash.replicas import FULL as FULL_FLEET

PIECES = ("backlog", "latency", "courier", "crash", "fuzz", "replicas", "ticks")
DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"


def note(line: str) -> None:
    """Progress, beside the table."""
    print(line, file=sys.stderr, flush=True)


async def measured(given: argparse.Namespace, report: Report) -> bool:
    """All that was asked for; False when something was broken."""
    kinds, pieces = given.database or list(DATABASES), given.what or list(PIECES)
    sound = True
    with databases() as (fresh, folder):
        if "backlog" in pieces:
            await backlog(fresh, folder, kinds, given.updates, given.chats, report, note)
        if "latency" in pieces:
            await latency(fresh, folder, kinds, given.rates, given.seconds, report, note)
        if "courier" in pieces:
            await courier(fresh, folder, kinds, given.receivers, report, note)
        if "crash" in pieces:
            broken = await crash(fresh, folder, kinds, given.kills, given.updates, given.seed, report, note)
            broken += await losses(fresh, kinds, given.losses, given.seed, report, note)
            note("\n".join(["BROKEN:", *broken] if broken else ["Every promise was kept."]))
            sound = not broken
        if "fuzz" in pieces:
            broken = await fuzzed(fresh, kinds, given.updates, given.seed, report, note)
            note("\n".join(["BROKEN:", *broken] if broken else ["Nothing legal became an incident."]))
            sound = sound and not broken
        if "replicas" in pieces:
            broken = await replicas(fresh, folder, given.processes, FULL_FLEET.kills, given.seed, report, note)
            note("\n".join(["BROKEN:", *broken] if broken else ["Every promise was kept."]))
            sound = sound and not broken
        if "ticks" in pieces:
            sound = await ticks(kinds, given.sizes, fresh.fresh, report) and sound
    return sound


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", choices=PIECES, help="only these pieces")
    parser.add_argument("--updates", type=int, default=20_000, help="waiting updates (backlog, crash, fuzz)")
    parser.add_argument("--chats", type=int, default=2_000, help="people who talk at once (backlog)")
    parser.add_argument("--rates", type=int, nargs="+", default=[5, 20, 50], help="reports a second (latency)")
    parser.add_argument("--seconds", type=int, default=30, help="of each rate (latency)")
    parser.add_argument("--receivers", type=int, default=3_000, help="chats of an announcement (courier)")
    parser.add_argument("--kills", type=int, default=100, help="how often the bot is killed (crash)")
    parser.add_argument("--losses", type=int, default=50, help="kills and lost answers of each kind (crash)")
    parser.add_argument("--processes", type=int, default=3, help="how many run at once (replicas)")
    parser.add_argument("--seed", type=int, default=FULL.seed, help="of the random moments (crash, fuzz)")
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be given twice")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="stored tickets (ticks)"
    )
    parser.add_argument("--write", action="store_true", help=f"put the table into docs/{DOCUMENT.name}")
    given = parser.parse_args()
    report = Report()
    sound = asyncio.run(measured(given, report))
    print(report.text())
    if given.write:
        write_into(DOCUMENT, report.text())
    if not sound:
        sys.exit(1)


main()
