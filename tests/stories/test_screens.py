"""No screen asks for more than can be taken in: the walk past all of them, drawn into docs/screens.md."""

import os
from pathlib import Path

import pytest

from tests.stories.neighbourhood import Neighbourhood
from tests.stories.screens import SeenScreen, Walk
from tests.stories.screens_together import a_whistle, door_by_door, the_register

pytestmark = pytest.mark.both_databases

DOCUMENT = Path(__file__).parents[2] / "docs" / "screens.md"
MAX_ANSWERS, MAX_PEOPLE, MAX_LINES = 6, 7, 3
PEOPLE = frozenset({"hand over to", "reassign to", "posts", "people"})
"""Six of them, and 〔还有〕."""
PAGES = frozenset(
    {"announcement, preview", "consent, whole text", "digest", "help, secretary", "help, steward", "my data"}
    | {
        "posts",
        "people",
        "morning, with others",
        "bundle, all of it",
        "bodies",
        "body, office",
        "register, who has looked",
    }
)
"""What is read like a page, or a list with a line a row."""
_HEAD = "| screen | buttons before | lines before | buttons | for danger | lines | which |"


@pytest.fixture
async def seen(town: Neighbourhood) -> list[SeenScreen]:
    walk = Walk(town)
    await walk.all()
    await a_whistle(walk)
    await the_register(walk)
    await door_by_door(walk)
    return walk.seen


def row_of(one: SeenScreen, before: tuple[str, str]) -> str:
    counts = f"{len(one.answers)} | {one.beside or ''} | {one.lines}"
    return f"| {one.name} | {before[0]} | {before[1]} | {counts} | {' · '.join(one.answers)} |"


def drawn(document: str, seen: list[SeenScreen]) -> str:
    """The document with the screens as they are now; what they were before stays in it as it was drawn then."""
    head, table = document[: document.index(_HEAD)], document[document.index(_HEAD) :]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    before = {cell[0]: (cell[1], cell[2]) for cell in cells}
    rows = [row_of(one, before.get(one.name, ("", ""))) for one in seen]
    return "\n".join([head + _HEAD, "|---|--:|--:|--:|--:|--:|---|", *rows, ""])


async def test_no_screen_asks_for_more_than_can_be_taken_in(seen: list[SeenScreen]) -> None:
    too_many = [(one.name, one.answers) for one in seen if len(one.answers) > _most(one)]
    too_long = [(one.name, one.lines) for one in seen if one.lines > MAX_LINES and one.name not in PAGES]
    assert not too_many
    assert not too_long, "\n".join(map(str, too_long))
    document = DOCUMENT.read_text(encoding="utf-8")
    now = drawn(document, seen)
    if os.environ.get("DRAW_SCREENS"):
        DOCUMENT.write_text(now, encoding="utf-8")
    assert now == document, "run: DRAW_SCREENS=1 .venv/bin/python -m pytest tests/stories/test_screens.py"


def _most(one: SeenScreen) -> int:
    return MAX_PEOPLE if one.name in PEOPLE else MAX_ANSWERS
