"""Hostile and unlucky input: a little of it in every run; `python -m benchmarks fuzz` sends more."""

from storage.engines.database import Database
from tests.conftest import MovedClock
from tests.fuzz.fuzzing import fuzz


async def test_nothing_legal_becomes_an_incident_and_nothing_else_stops_anybody(
    database: Database, clock: MovedClock
) -> None:
    found = await fuzz(database, clock, 300, seed=20261118)
    assert found.faults() == []
    assert found.aside > 20, "the malformed ones are set aside"
    assert found.tickets > 0
