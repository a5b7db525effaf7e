"""Random people press random things; whatever they do, what must hold holds. The same seed walks the same way.

WALK_SEED=7 walks another way; WALK_LENGTH=10 ten times as far. What a walk finds is mended and gets a plain test.
"""

import asyncio
import os
import shutil
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import _named, _on_server
from tests.stories.walk import Walk

SEED = int(os.environ.get("WALK_SEED", "1"))
LENGTH = int(os.environ.get("WALK_LENGTH", "1"))


def walk(new_database: Callable[[], str], *, walks: int, steps: int) -> None:
    """So many walks of so many steps; a fault is shown with the shortest walk that leads to it."""

    @seed(SEED)
    def machine() -> Walk:
        return Walk(new_database)

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks * LENGTH,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=False,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_walk_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    def fresh() -> str:
        for old in tmp_path.glob("walk.sqlite3*"):
            old.unlink()
        shutil.copy(sqlite_template, tmp_path / "walk.sqlite3")
        return f"sqlite:///{tmp_path / 'walk.sqlite3'}"

    walk(fresh, walks=30, steps=50)


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_shorter_walk(database: str, postgres_url: str, postgres_template: str) -> None:
    made: list[str] = []

    def fresh() -> str:
        made.append(f"walk_{uuid.uuid4().hex[:12]}")
        _apart(lambda: _on_server(postgres_url, f'CREATE DATABASE "{made[-1]}" TEMPLATE "{postgres_template}"'))
        return _named(postgres_url, made[-1])

    def _apart(make: Callable[[], object]) -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(make())).result()  # type: ignore[arg-type]

    try:
        walk(fresh, walks=4, steps=30)
    finally:
        for name in made:
            _apart(lambda name=name: _on_server(postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)'))
