"""What is measured of the bot, piece by piece: backlog, latency, the courier, the crash proof."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.commits import commits_per_second
from benchmarks.databases import Databases, migrated
from benchmarks.drivers import WARM
from benchmarks.report import Report, quantile
from benchmarks.runs import Measured, Run, echo_bot, louzhang, measure, usual_bot
from tests.crash.proof import FULL, Findings, Proof
from tests.crash.replicas import FULL as FULL_FLEET
from tests.crash.replicas import ReplicaProof

Note = Callable[[str], None]
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
OF_ECHO = {"sqlite": 1.0, "postgresql": 0.5}
OF_USUAL = 3.0
IDLE_MB, FIRST_ANSWER, OF_ALLOWED = 120, 2.0, 0.97
JUDGED_AT, MOST_P99 = 20, 0.050
"""Reports a second, seconds."""
ALLOWED = 30


def _numbers(value: object) -> list[float]:
    return [float(one) for one in value] if isinstance(value, list) else []


async def backlog(
    fresh: Databases, folder: Path, kinds: Sequence[str], updates: int, chats: int, report: Report, note: Note
) -> None:
    """A mix of reports, presses and chatter that waits, to an empty inbox and outbox; limits off."""
    run = Run("mix", updates, chats)
    echo_run = Run("texts", updates, chats)
    note(f"echo bot: {updates} texts in {chats} chats")
    before = await measure(echo_run, echo_bot(folder), note)
    usual: dict[str, Measured] = {}
    ours: dict[str, Measured] = {}
    raw: dict[str, float] = {}
    for kind in kinds:
        note(f"louzhang on {kind}")
        url = fresh.fresh(kind)
        ours[kind] = await measure(run, louzhang(url, folder), note, database=url)
        note(f"the usual way on {kind}")
        usual[kind] = await measure(replace(run, updates=updates // 4), usual_bot(fresh.fresh(kind), folder), note)
        note(f"raw commits on {kind}")
        raw[kind] = await commits_per_second(fresh.fresh(kind), min(updates, 5000))
    note("echo bot once more, to see how steady this machine is")
    after = await measure(echo_run, echo_bot(folder), note)
    echo = (before.per_second + after.per_second) / 2
    echo_ms = (before.cpu_ms + after.cpu_ms) / 2
    report.add(
        "bare echo bot, stores nothing (before / after)", f"{before.per_second:.0f} / {after.per_second:.0f} updates/s",
        f"{before.cpu_ms:.2f} / {after.cpu_ms:.2f} ms CPU an update, {before.idle_mb:.0f} MB idle",
    )  # fmt: skip
    for kind in kinds:
        mine, theirs, name = ours[kind], usual[kind], NAMES[kind]
        ratio, of_usual = mine.per_second / echo, mine.per_second / theirs.per_second
        report.add(
            f"{name}: backlog of {mine.updates:,} updates", f"{mine.per_second:.0f} updates/s", f"{ratio:.2f} × echo",
            f"{OF_ECHO[kind]} × echo", met=ratio >= OF_ECHO[kind],
        )  # fmt: skip
        report.add(
            f"{name}: the same beside the usual way", f"{of_usual:.1f} × the usual way",
            f"which does {theirs.per_second:.0f} updates/s, {theirs.cpu_ms:.2f} ms CPU",
            f"{OF_USUAL} × the usual way", met=of_usual >= OF_USUAL,
        )  # fmt: skip
        report.add(
            f"{name}: the same beside the database alone", f"{mine.per_second / raw[kind]:.2f} × its commits",
            f"{raw[kind]:.0f} transactions of that shape a second, one by one",
        )  # fmt: skip
        report.add(
            f"{name}: CPU of the bot",
            f"{mine.cpu_ms:.2f} ms an update",
            f"echo {echo_ms:.2f} ms: × {mine.cpu_ms / echo_ms:.1f}",
        )
        report.add(
            f"{name}: memory", f"{mine.idle_mb:.0f} MB idle, {mine.end_mb:.0f} MB after the backlog",
            f"echo {before.idle_mb:.0f} MB", f"idle below {IDLE_MB} MB", met=mine.idle_mb < IDLE_MB,
        )  # fmt: skip
        report.add(
            f"{name}: from start to the first answer", f"{mine.first_answer:.2f} s",
            f"echo {before.first_answer:.2f} s", f"{FIRST_ANSWER:.0f} s", met=mine.first_answer <= FIRST_ANSWER,
        )  # fmt: skip


async def latency(
    fresh: Databases, folder: Path, kinds: Sequence[str], rates: Sequence[int], seconds: int, report: Report, note: Note
) -> None:
    """Open loop: reports a second; from the resident's words to the steward's card on the wire, two updates. Everybody
    reports once: whoever reports again is asked whether it is the same, and presses once more."""
    for kind in kinds:
        for rate in rates:
            note(f"{rate} reports a second on {kind}")
            url = fresh.fresh(kind)
            run = Run("arrivals", rate * seconds, rate * seconds + WARM, float(rate))
            found = await measure(run, louzhang(url, folder), note, database=url)
            card, preview = _numbers(found.noted["card"]), _numbers(found.noted["preview"])
            judged = rate == JUDGED_AT
            report.add(
                f"{NAMES[kind]}: {rate} reports/s, words → steward's card", _quantiles(card),
                f"words → preview: {_quantiles(preview)}",
                f"p99 below {MOST_P99 * 1000:.0f} ms" if judged else "",
                met=quantile(card, 0.99) < MOST_P99 if judged else None,
            )  # fmt: skip


def _quantiles(seconds: Sequence[float]) -> str:
    return f"p50 {quantile(seconds, 0.5) * 1000:.0f} ms, p99 {quantile(seconds, 0.99) * 1000:.0f} ms"


async def courier(
    fresh: Databases, folder: Path, kinds: Sequence[str], receivers: int, report: Report, note: Note
) -> None:
    """An announcement within Telegram's limits, while residents report."""
    for kind in kinds:
        note(f"an announcement to {receivers} chats on {kind}")
        url = fresh.fresh(kind)
        run = Run("announced", receivers, receivers)
        found = await measure(run, louzhang(url, folder, limits=True, announce=True), note)
        rate, refused = float(str(found.noted["per_second"])), int(str(found.noted["refused"]))
        answers = _numbers(found.noted["answers"])
        report.add(
            f"{NAMES[kind]}: announcement to {receivers:,} chats", f"{rate:.1f} sends/s, {refused} × 429",
            f"{rate / ALLOWED:.3f} × the {ALLOWED} allowed; most in any second {found.noted['most_in_a_second']}",
            f"{OF_ALLOWED} ×, no 429", met=rate >= OF_ALLOWED * ALLOWED and refused == 0,
        )  # fmt: skip
        report.add(
            f"{NAMES[kind]}: a report meanwhile", f"answered in {max(answers):.2f} s at most",
            f"{len(answers)} reports", "2 s", met=max(answers) < 2,
        )  # fmt: skip


async def crash(
    fresh: Databases,
    folder: Path,
    kinds: Sequence[str],
    kills: int,
    updates: int,
    seed: int,
    report: Report,
    note: Note,
) -> list[str]:
    """`kill -9` again and again while people talk; then all is counted. Returns the broken promises."""
    broken: list[str] = []
    share = updates / 2000
    mix = replace(FULL.mix, reports=round(FULL.mix.reports * share), chatter=round(FULL.mix.chatter * share))
    plan = replace(FULL, kills=kills, seed=seed, mix=mix)
    for kind in kinds:
        note(f"{kind}: {kills} kills")
        url = fresh.fresh(kind)
        await (await migrated(url)).close()
        place = folder / f"crash-{kind}"
        place.mkdir()
        found: Findings = await Proof(plan, url, place, lambda line: note(f"    {line}")).run()
        faults = found.faults()
        broken += [f"{kind}: {fault}" for fault in faults]
        report.add(
            f"{NAMES[kind]}: {found.kills} × kill -9 in {found.updates:,} updates",
            f"{found.reports_kept} of {found.reports_said} reports kept, {len(found.doubled)} doubled",
            f"{found.repeated} messages repeated, at most {max(found.in_flight, default=0)} a kill",
            "none lost, none doubled", met=not faults,
        )  # fmt: skip
    return broken


async def replicas(
    fresh: Databases, folder: Path, processes: int, kills: int, seed: int, report: Report, note: Note
) -> list[str]:
    """Several processes on one PostgreSQL, killed one after the other. Returns the broken promises."""
    broken: list[str] = []
    for way in ("fetching", "webhook"):
        note(f"{processes} processes, {way}: {kills} kills")
        url, place = fresh.fresh("postgresql"), folder / f"replicas-{way}"
        await (await migrated(url)).close()
        place.mkdir()
        plan = replace(FULL_FLEET, kills=kills, seed=seed)
        proof = ReplicaProof(
            plan, url, place, lambda line: note(f"    {line}"), processes=processes, webhook=way == "webhook"
        )
        found = await proof.run()
        faults = found.faults()
        broken += [f"{processes} processes, {way}: {fault}" for fault in faults]
        report.add(
            f"PostgreSQL, {processes} processes, {way}: {found.kills} × kill -9 in {found.updates:,} updates",
            f"{found.reports_kept} of {found.reports_said} reports kept, {len(found.doubled)} doubled",
            f"{found.repeated} messages repeated",
            "none lost, none doubled", met=not faults,
        )  # fmt: skip
    return broken
