"""What is measured of the bot, piece by piece: latency, the courier, the crash proof."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.databases import NAMES, Databases, migrated
from benchmarks.drivers import WARM
from benchmarks.report import Report, quantile
from benchmarks.runs import Measured, Run, Tell, louzhang, measure
from tests.crash.proof import FULL, Findings, Proof
from tests.crash.replicas import FULL as FULL_FLEET
from tests.crash.replicas import ReplicaProof

OF_ALLOWED = 0.97
JUDGED_AT, MOST_P99 = 20, 0.050
"""Reports a second, seconds."""
TURNS = 3
"""How often what is judged is measured."""
ALLOWED = 30


def _numbers(value: object) -> list[float]:
    return [float(one) for one in value] if isinstance(value, list) else []


async def latency(
    fresh: Databases, folder: Path, kinds: Sequence[str], rates: Sequence[int], seconds: int, report: Report, note: Tell
) -> None:
    """Open loop: reports a second; from the resident's words to the steward's card on the wire, two updates. Everybody
    reports once: whoever reports again is asked whether it is the same, and presses once more. What is judged is
    measured several times, in other minutes, and its middle counts."""
    found: dict[tuple[str, int], list[Measured]] = {(kind, rate): [] for kind in kinds for rate in rates}
    for turn in range(TURNS):
        for (kind, rate), runs in found.items():
            if turn == 0 or rate == JUDGED_AT:
                note(f"{rate} reports a second on {kind}")
                url = fresh.fresh(kind)
                run = Run("arrivals", rate * seconds, rate * seconds + WARM, float(rate))
                runs.append(await measure(run, louzhang(url, folder), note, database=url))
    for (kind, rate), runs in found.items():
        card, preview = (sorted(_quantiles(run.noted[what]) for run in runs) for what in ("card", "preview"))
        judged = rate == JUDGED_AT
        report.add(
            f"{NAMES[kind]}: {rate} reports/s, words → steward's card", _said(card),
            f"words → preview: {_said(preview)}",
            f"p99 below {MOST_P99 * 1000:.0f} ms" if judged else "",
            met=_middle(p99 for _, p99 in card) < MOST_P99 if judged else None,
        )  # fmt: skip


def _quantiles(seconds: object) -> tuple[float, float]:
    found = _numbers(seconds)
    return quantile(found, 0.5), quantile(found, 0.99)


def _middle(values: Iterable[float]) -> float:
    return quantile(list(values), 0.5)


def _said(runs: Sequence[tuple[float, float]]) -> str:
    """Of several runs the middle, and between what they lie."""

    def one(name: str, values: Sequence[float]) -> str:
        spread = f" ({min(values) * 1000:.0f} to {max(values) * 1000:.0f})" if len(values) > 1 else ""
        return f"{name} {_middle(values) * 1000:.0f}{spread} ms"

    return f"{one('p50', [p50 for p50, _ in runs])}, {one('p99', [p99 for _, p99 in runs])}"


async def courier(
    fresh: Databases, folder: Path, kinds: Sequence[str], receivers: int, report: Report, note: Tell
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
    note: Tell,
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
    fresh: Databases, folder: Path, processes: int, kills: int, seed: int, report: Report, note: Tell
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
