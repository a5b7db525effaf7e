"""Random people press random things; whatever they do, what must hold holds. The same seed walks the same way.

WALK_SEED=7 walks another way; WALK_LENGTH=10 ten times as far. What a walk finds is mended and gets a plain test.
"""

import os
import shutil
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import _apart, _named, _on_server
from tests.stories.walk import Walk

SEED = int(os.environ.get("WALK_SEED", "1"))
LENGTH = int(os.environ.get("WALK_LENGTH", "1"))


def walk(new_database: Callable[[], str], *, walks: int, steps: int) -> None:
    """So many walks of so many steps; a fault is shown with the shortest walk that leads to it."""

    @seed(SEED)
    class Here(Walk):
        def __init__(self) -> None:
            super().__init__(new_database)

    run_state_machine_as_test(
        Here,
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
    memory = Path("/dev/shm")  # commits of the walks cost nothing where the machine has such a folder
    folder = Path(mkdtemp(prefix="louzhang-walk-", dir=memory)) if memory.is_dir() else tmp_path

    def fresh() -> str:
        for old in folder.glob("walk.sqlite3*"):
            old.unlink()
        shutil.copy(sqlite_template, folder / "walk.sqlite3")
        return f"sqlite:///{folder / 'walk.sqlite3'}"

    try:
        walk(fresh, walks=12, steps=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_shorter_walk_on_postgresql(postgres_url: str, postgres_template: str) -> None:
    made: list[str] = []

    def fresh() -> str:
        made.append(f"walk_{uuid.uuid4().hex[:12]}")
        for statement in (
            f'CREATE DATABASE "{made[-1]}" TEMPLATE "{postgres_template}"',
            f'ALTER DATABASE "{made[-1]}" SET synchronous_commit = off',  # nobody pulls the plug here
        ):
            _apart(partial(_on_server, postgres_url, statement))
        return _named(postgres_url, made[-1])

    try:
        walk(fresh, walks=3, steps=25)
    finally:
        for name in made:
            _apart(partial(_on_server, postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)'))
