"""`louzhang evaluate`: how often people chose another category than the proposed one, and what would come now."""

from collections import Counter

import typer

from bot.cli.starting import open_or_leave, read_settings, run_or_leave
from domain.words.categories import MAX_PROPOSED
from storage.engines.database import Database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork

MAX_PAIRS = 20


def evaluate() -> None:
    """Count the corrections kept so far, with the present phrases. Prints codes and counts, never a word."""
    for line in run_or_leave(evaluate_corrections(open_or_leave(read_settings(token_needed=False)))):
        typer.echo(line)


async def evaluate_corrections(database: Database) -> list[str]:
    """The lines of the table."""
    try:
        await database.schema(migrate)
        return await database.read(_table)
    finally:
        await database.close()


def _table(work: UnitOfWork) -> list[str]:
    corrections = work.neighbours.corrections()
    kept = [(chosen, words) for _, chosen, words in corrections if words is not None]
    now = [
        (chosen, [category.code for category in work.community.propose(words)[:MAX_PROPOSED]]) for chosen, words in kept
    ]
    first = sum(1 for chosen, proposed in now if proposed[:1] == [chosen])
    among = sum(1 for chosen, proposed in now if chosen in proposed)
    pairs = Counter((proposed or "-", chosen) for proposed, chosen, _ in corrections)
    return [
        f"corrections: {len(corrections)}, of which the words are still kept: {len(kept)}",
        f"with today's phrases the chosen category comes first in {first}, among the first {MAX_PROPOSED} in {among}",
        *(f"{proposed} -> {chosen}: {count}" for (proposed, chosen), count in pairs.most_common(MAX_PAIRS)),
    ]
