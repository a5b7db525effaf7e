"""How long the program works at each step of the newcomer's hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter


@dataclass(slots=True)
class Hour:
    """How long the program worked at each step, in milliseconds; people's own time is not counted."""

    took: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = perf_counter()
        yield
        self.took[name] = (perf_counter() - begun) * 1000

    def write(self, file: Path, database: str) -> None:
        rows = [f"| {name} | {took:,.0f} |" for name, took in self.took.items()]
        total = f"| **together** | **{sum(self.took.values()):,.0f}** |"
        lines = [f"| {database} | milliseconds |", "|---|---:|", *rows, total, "", ""]
        with file.open("a", encoding="utf-8") as table:
            table.write("\n".join(lines))
