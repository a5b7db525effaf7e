"""What the usual gestures cost, counted and not timed: seconds say little on a machine that others share.

A number here may grow with what a gesture does. Whoever raises one says in the commit what it buys.
"""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Engine

from domain.words.accusing import AccusationReader
from domain.words.guessing import Guesser
from domain.words.meaning import MeaningReader
from services.filing import draft_places, reports
from tests.storage.long_history import overheard
from tests.stories.neighbourhood import Neighbourhood, Phone

WORDS = "1号楼1单元301厨房漏水了，一直在滴"


async def statements(gesture: Awaitable[object]) -> int:
    """How many statements a gesture asks the database until all of it is answered and marked; the stories' own clock
    is not counted."""
    with overheard(Engine) as heard:
        await gesture
    return len([one for one, _ in heard if not one.startswith("SELECT min(anon_1.at)")])


@pytest.mark.both_databases
async def test_statements(town: Neighbourhood, steward: Phone, chen: Phone) -> None:
    await chen.says("你好")
    own = 2 if town.database.dialect == "postgresql" else 0  # what waits is taken up under a lock, twice
    assert await statements(chen.says(WORDS)) <= 17 + own
    assert await statements(chen.presses("提交")) <= 20 + own
    assert await statements(steward.presses("我来办")) <= 28 + own
    assert await statements(chen.says("/my")) <= 24 + own
    assert await statements(steward.says("/todo")) <= 23 + own


async def test_a_photo_costs_one_statement_more_than_its_words(town: Neighbourhood, chen: Phone) -> None:
    lin = await town.resident("林素芬")
    await chen.says("你好")
    await lin.says("你好")
    in_words = await statements(chen.says(WORDS))
    lin.person.sends_photo(town.bot, caption=WORDS)
    assert await statements(town.settle()) == in_words + 1


async def test_readings(town: Neighbourhood, chen: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Counter[str]()

    def counted(owner: object, name: str) -> None:
        reading: Callable[..., object] = getattr(owner, name)

        def count(*given: object, **more: object) -> object:
            read[name] += 1
            return reading(*given, **more)

        monkeypatch.setattr(owner, name, count)

    counted(Guesser, "guess")
    counted(MeaningReader, "read")
    counted(AccusationReader, "complains")
    counted(AccusationReader, "accused")
    for room in (reports, draft_places):
        counted(room, "read_place")
    community = await town.database.run(lambda work: work.community)
    remembered = {"sightings": community.screen.sightings, "scores": community._readers.categories.scores}
    before = {name: one.cache_info().misses for name, one in remembered.items()}
    # what was read before is remembered, also from one test to the next
    await chen.says(f"{WORDS}，{len(town.database.dialect)}天了")
    await chen.presses("提交")
    assert dict(read) == {
        "read": 1,
        "guess": 1,
        "read_place": 1,
        "complains": 2,  # is it for a draft at all, and for whom is it
    }
    assert {name: one.cache_info().misses - before[name] for name, one in remembered.items()} == {
        "sightings": 1,
        "scores": 1,
    }
