"""The table of all that is claimed about speed, every figure beside its yardstick of the same run."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(slots=True)
class Report:
    """Rows as they come. `target` is what was promised; met or not stands beside it."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, figure: str, yardstick: str = "", target: str = "", *, met: bool | None = None) -> None:
        said = f"{target}: {'met' if met else 'NOT met'}" if met is not None else target
        self.rows.append((what, figure, yardstick, said))
        print(f"  {what}: {figure} {yardstick} {said}", file=sys.stderr, flush=True)

    def text(self) -> str:
        """As Markdown, with the machine's description."""
        command = " ".join(["python -m benchmarks", *sys.argv[1:]])
        lines = [
            f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC with `{command}`",
            f"on {machine()}.",
            "",
            "| what | figure | yardstick, same run | target |",
            "|---|---|---|---|",
        ]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in self.rows), ""])


def machine() -> str:
    """Processor, cores, memory, Python; without a name."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory} GB, {platform.system()}, Python {platform.python_version()}; the"
        " cores are shared by the bot, the stand-in for Telegram, PostgreSQL, and whoever else works there"
    )


def _lines(path: str) -> Sequence[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except OSError:
        return ()


def write_into(document: Path, text: str) -> None:
    """Replace what stands between the two marks."""
    old = document.read_text("utf-8")
    head, rest = old.split(BEGIN)
    tail = rest.split(END)[1]
    document.write_text(f"{head}{BEGIN}\n{text}{END}{tail}", "utf-8")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
