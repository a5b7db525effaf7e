"""«几号门？»: once, for what happens inside a flat; and later words deepen a place that was pressed."""

import pytest

from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.newcomers import whoever


async def place_of(town: Neighbourhood) -> str:
    def read(work: UnitOfWork) -> str:
        ticket = work.session.query(Ticket).order_by(Ticket.id.desc()).first()
        assert ticket is not None
        return work.directory.name(ticket.address)

    return await town.database.run(read)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("words", "place"), [("502", "502"), ("502室", "502"), ("五零二", "502"), ("5楼2号", "5楼2号")]
)
async def test_a_bare_number_is_the_flat(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str, place: str
) -> None:
    await chen.says("1号楼2单元厨房漏水了")
    assert "几号门？" in chen.screen
    assert {"跳过", "提交"} <= set(chen.buttons)
    await chen.says(words)
    assert f"桂花苑1号楼2单元{place}" in chen.screen
    await chen.presses("提交")
    assert await place_of(town) == f"桂花苑1号楼2单元{place}"
    assert f"2单元{place}" in (steward.card.text or "")


@pytest.mark.parametrize("how", ["跳过", "不知道", "不用了", "没有"])
async def test_it_can_be_left_open(town: Neighbourhood, chen: Phone, how: str) -> None:
    await chen.says("1号楼2单元厨房漏水了")
    await (chen.presses(how) if how in chen.buttons else chen.says(how))
    assert "几号门" not in chen.screen
    await chen.presses("提交")
    assert await place_of(town) == "桂花苑1号楼2单元"


@pytest.mark.parametrize("how", ["算了", "取消", "不报了", "那算了吧", "never mind"])
async def test_what_ends_a_report_ends_it_here_too(town: Neighbourhood, chen: Phone, how: str) -> None:
    await chen.says("1号楼2单元厨房漏水了")
    await chen.says(how)
    assert chen.buttons == ["接着写"]
    await chen.presses("接着写")
    assert "几号门？" in chen.pressed
    await chen.says("502")
    await chen.presses("提交")
    assert await place_of(town) == "桂花苑1号楼2单元502"


async def test_sent_without_an_answer_it_is_sent(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼2单元厨房漏水了")
    await chen.presses("提交")
    assert "2611-0001" in chen.everything


async def test_more_of_the_trouble_is_more_of_the_trouble(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼2单元厨房漏水了")
    await chen.says("水槽下面那根管子")
    assert "几号门？" in chen.screen
    await chen.says("301")
    await chen.presses("提交")
    assert "水槽下面那根管子" in (steward.card.text or "")
    assert "2单元301" in (steward.card.text or "")


async def test_it_is_not_asked_for_what_is_outside_or_known(town: Neighbourhood, chen: Phone) -> None:
    for words in ("1号楼1单元楼道灯不亮", "1号楼1单元301厨房漏水了", "1号楼停水了"):
        await chen.says(words)
        assert "几号门" not in chen.screen, words
        await chen.presses("不报了")


async def test_one_s_home_has_its_flat_already(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元301厨房漏水了")
    await chen.presses("记住这是我家")
    await chen.presses("不报了")
    await chen.says("我家厨房漏水了")
    assert "几号门" not in chen.screen
    await chen.presses("不报了")
    await chen.says("1号楼1单元厕所漏水")
    assert "几号门" in chen.screen
    await chen.presses("我家：桂花苑1号楼1单元301")
    await chen.presses("提交")
    assert await place_of(town) == "桂花苑1号楼1单元301"
    assert await town.database.run(lambda work: whoever(work, chen).home) is not None


@pytest.mark.parametrize("words", ["2单元301", "家里在2单元301", "我家在2单元301，快来看看"])
async def test_later_words_deepen_a_place_that_was_pressed(town: Neighbourhood, chen: Phone, words: str) -> None:
    await chen.says("楼道灯不亮")
    await chen.presses("桂花苑")
    await chen.presses("1号楼")
    await chen.presses("就是桂花苑1号楼（整个）")
    await chen.says(words)
    assert "桂花苑1号楼2单元301" in chen.screen
    await chen.presses("提交")
    assert await place_of(town) == "桂花苑1号楼2单元301"


async def test_one_more_place_in_the_words_moves_nothing(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼停水了")
    await chen.says("2单元301也没水，2号楼也停了")
    await chen.presses("提交")
    assert await place_of(town) == "桂花苑1号楼"


async def test_another_building_in_answer_is_asked_back(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼2单元厨房漏水了")
    await chen.says("2号楼301")
    assert {"桂花苑1号楼2单元", "桂花苑2号楼301"} <= set(chen.buttons)
    await chen.presses("桂花苑2号楼301")
    await chen.presses("提交")
    assert await place_of(town) == "桂花苑2号楼301"


async def test_of_a_place_that_is_asked_for_a_flat_read_out_is_taken(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("厨房漏水了")
    await chen.presses("桂花苑")
    await chen.presses("1号楼")
    await chen.says("二单元五零二")
    assert "桂花苑1号楼2单元502" in chen.screen
