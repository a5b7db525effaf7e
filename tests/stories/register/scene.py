"""Doors of 桂花苑1号楼1单元 for the stories, and the codes on their slips."""

import re

import pypdfium2

from domain.register.doors import door_key
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork
from tests.storage.rows import household as row
from tests.stories.neighbourhood import Neighbourhood, Phone


async def doors(town: Neighbourhood, *rooms: str, place: str = "gh1-1", let: bool | None = None) -> None:
    """These rooms stand in the register, 80 m² each."""

    def add(work: UnitOfWork) -> None:
        there = next(one for one in work.directory.places.values() if one.code == place)
        for room in rooms:
            row(work, there.id, room, let=let)
        work.places.touch()

    await town.database.run(add)


async def household(town: Neighbourhood, room: str, place: str = "gh1-1") -> int:
    """The id of that door."""

    def find(work: UnitOfWork) -> int:
        there = next(one for one in work.directory.places.values() if one.code == place)
        row = work.store(Households).door(there.id, door_key(None, None, room))
        assert row is not None
        return row.id

    return await town.database.read(find)


def on_paper(steward: Phone) -> str:
    """What stands on the slips that were sent last."""
    media = next(m.media for m in reversed(steward.messages) if m.media is not None)
    assert media is not None
    assert media.file is not None
    paper = pypdfium2.PdfDocument(media.file.content)
    try:
        return "\n".join(str(page.get_textpage().get_text_range()) for page in paper)
    finally:
        paper.close()


def codes(steward: Phone) -> dict[str, str]:
    """The codes on the slips, by room."""
    words = on_paper(steward)
    found = re.findall(r"单元(\d+)\s+(\d{4} \d{4})", words)
    return dict(found)


async def slips(town: Neighbourhood, steward: Phone) -> dict[str, str]:
    """The steward prints the slips of his stairwell."""
    await steward.says("/register 1号楼1单元")
    await steward.presses("印户码单")
    await steward.presses(next(one for one in steward.buttons if one.startswith("印全部")))
    return codes(steward)


async def slip_of(steward: Phone, room: str) -> str:
    """The code of one door's slip."""
    await steward.says(f"/register 1号楼1单元{room}")
    await steward.presses("印这一户")
    return codes(steward)[room]
