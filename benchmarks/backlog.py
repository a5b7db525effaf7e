"""A backlog that waits for the bot, beside three yardsticks. The machine is shared and its pace changes by the minute,
so the echo bot runs between every two runs, and each figure is held against the echo bot of its own minutes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.commits import commits_per_second
from benchmarks.databases import NAMES, Databases
from benchmarks.report import Report
from benchmarks.runs import Measured, Run, Tell, echo_bot, louzhang, measure, usual_bot

PROCESSES = {"sqlite": (1,), "postgresql": (1, 2)}
"""Two on PostgreSQL: one for each core here."""
OF_ECHO = {"sqlite": 1.0, "postgresql": 0.5}
OF_USUAL = 3.0
IDLE_MB, FIRST_ANSWER = 120, 2.0


@dataclass(frozen=True, slots=True)
class Beside:
    """A run, and what the echo bot did just before and just after it."""

    run: Measured
    before: Measured
    after: Measured

    @property
    def of_echo(self) -> float:
        return 2 * self.run.per_second / (self.before.per_second + self.after.per_second)

    @property
    def echo_ms(self) -> float:
        return (self.before.cpu_ms + self.after.cpu_ms) / 2


class Between:
    """Runs, with the echo bot between every two."""

    def __init__(self, echo: Callable[[], Awaitable[Measured]]) -> None:
        self._echo = echo
        self.echoes: list[Measured] = []

    async def __call__(self, run: Awaitable[Measured]) -> Beside:
        if not self.echoes:
            self.echoes.append(await self._echo())
        measured = await run
        self.echoes.append(await self._echo())
        return Beside(measured, *self.echoes[-2:])


async def backlog(
    fresh: Databases, folder: Path, kinds: Sequence[str], updates: int, chats: int, report: Report, note: Tell
) -> None:
    """A mix of reports, presses and chatter that waits, to an empty inbox and outbox; limits off."""
    run, usual_run = Run("mix", updates, chats), Run("mix", updates // 4, chats)
    echo_run = Run("texts", updates // 2, chats)

    async def echo() -> Measured:
        note(f"echo bot: {echo_run.updates} texts in {chats} chats")
        return await measure(echo_run, echo_bot(folder), note)

    between = Between(echo)
    usual: dict[str, Beside] = {}
    ours: dict[tuple[str, int], Beside] = {}
    raw: dict[str, float] = {}
    for kind in kinds:
        for processes in PROCESSES[kind]:
            note(f"louzhang on {kind}, processes: {processes}")
            url = fresh.fresh(kind)
            bot = louzhang(url, folder, processes=processes)
            ours[kind, processes] = await between(measure(run, bot, note, database=url))
        note(f"the usual way on {kind}")
        usual[kind] = await between(measure(usual_run, usual_bot(fresh.fresh(kind), folder), note))
        note(f"raw commits on {kind}")
        raw[kind] = await commits_per_second(fresh.fresh(kind), min(updates, 5000))
    paces = [one.per_second for one in between.echoes]
    report.add(
        f"bare echo bot, stores nothing ({len(paces)} runs between the others)",
        f"{min(paces):.0f} to {max(paces):.0f} updates/s",
        f"{min(one.cpu_ms for one in between.echoes):.2f} to {max(one.cpu_ms for one in between.echoes):.2f} ms CPU an"
        f" update, {between.echoes[0].idle_mb:.0f} MB idle",
    )
    for (kind, processes), mine in ours.items():
        name = NAMES[kind] if processes == 1 else f"{NAMES[kind]}, {processes} processes"
        _add(report, name, kind, mine, usual[kind], raw[kind])


def _add(report: Report, name: str, kind: str, mine: Beside, usual: Beside, raw: float) -> None:
    run, echo, of_usual = mine.run, mine.before, mine.of_echo / usual.of_echo
    report.add(
        f"{name}: backlog of {run.updates:,} updates", f"{run.per_second:.0f} updates/s",
        f"{mine.of_echo:.2f} × echo ({mine.before.per_second:.0f} and {mine.after.per_second:.0f}/s around it)",
        f"{OF_ECHO[kind]} × echo", met=mine.of_echo >= OF_ECHO[kind],
    )  # fmt: skip
    report.add(
        f"{name}: the same beside the usual way", f"{of_usual:.1f} × the usual way",
        f"which does {usual.run.per_second:.0f} updates/s, {usual.run.cpu_ms:.2f} ms CPU, {usual.of_echo:.2f} × echo",
        f"{OF_USUAL} × the usual way", met=of_usual >= OF_USUAL,
    )  # fmt: skip
    report.add(
        f"{name}: the same beside the database alone", f"{run.per_second / raw:.2f} × its commits",
        f"{raw:.0f} transactions of that shape a second, one by one",
    )  # fmt: skip
    report.add(
        f"{name}: CPU of the bot", f"{run.cpu_ms:.2f} ms an update",
        f"echo {mine.echo_ms:.2f} ms: × {run.cpu_ms / mine.echo_ms:.1f}",
    )  # fmt: skip
    report.add(
        f"{name}: memory{' of the first' if name != NAMES[kind] else ''}",
        f"{run.idle_mb:.0f} MB idle, {run.end_mb:.0f} MB after the backlog",
        f"echo {echo.idle_mb:.0f} MB", f"idle below {IDLE_MB} MB", met=run.idle_mb < IDLE_MB,
    )  # fmt: skip
    report.add(
        f"{name}: from start to the first answer", f"{run.first_answer:.2f} s",
        f"echo {echo.first_answer:.2f} s", f"{FIRST_ANSWER:.0f} s", met=run.first_answer <= FIRST_ANSWER,
    )  # fmt: skip
