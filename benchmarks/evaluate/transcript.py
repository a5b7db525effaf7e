"""Twenty real rows from the first word to the ticket, as their phones would show it: written outside the project."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.evaluate import Half, Row, rows
from bot.subjects import SUBJECTS
from storage.engines.database import open_database
from storage.migrations import migrate
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

ROWS = 20
_PROJECT = Path(__file__).parents[2]
_NEXT = (
    "说不清，请社区来问",
    "咨询建议",
    "咨询、建议、表扬",
    "这就是要报的事",
    "说的是另一件事，照常报",
    "提交",
    "另报",
)
"""What somebody presses who only wants his words to arrive."""


def write_transcript(folder: Path, half: Half, target: Path) -> None:
    """The transcript of rows spread over the half. A file inside the project is refused: rows are never copied."""
    if target.resolve().is_relative_to(_PROJECT):
        raise SystemExit("the transcript holds real texts; name a file outside the project")
    reports = rows(folder, "reports.jsonl", half)
    chosen = reports[:: max(1, len(reports) // ROWS)][:ROWS]
    target.write_text(asyncio.run(_play(chosen)), "utf-8")
    print(f"transcript of {len(chosen)} rows: {target}")


async def _play(reports: list[Row]) -> str:
    clock = MovedClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as scratch:
        database = open_database(f"sqlite:///{scratch}/transcript.sqlite3", clock.now, SUBJECTS)
        await database.schema(migrate)
        town = Neighbourhood(database, clock)
        await town.open()
        await town.holder("p-office", "方文清")
        told = [await _report(town, number, str(row["text"])) for number, row in enumerate(reports, 1)]
        await database.close()
    return "\n\n".join(told) + "\n"


async def _report(town: Neighbourhood, number: int, words: str) -> str:
    phone = await town.resident(f"居民{number}")
    lines = [f"##### {number}", f"[resident] {words.strip()[:4000]}"]
    heard = len(phone.messages)
    await phone.says(words.strip()[:4000])
    lines += _screens(phone, heard)
    for _ in range(6):
        label = next((label for label in _NEXT if label in phone.buttons), None)
        if label is None:
            break
        heard = len(phone.messages)
        await phone.presses(label)
        lines += [f"[presses] {label}", *_screens(phone, heard)]
    return "\n".join(lines)


def _screens(phone: Phone, heard: int) -> list[str]:
    shown = phone.messages[heard:] or [phone.last]
    return [f"[bot] {message.text}\n      {[b.text for row in message.buttons for b in row]}" for message in shown]
