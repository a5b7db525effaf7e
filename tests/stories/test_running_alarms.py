"""Words into an alarm that runs, and where it is: commands stay commands, corrections always pass, «误报» ends it."""

import pytest

from domain.vocabulary import Grade, State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


def tickets(work: UnitOfWork) -> list[Ticket]:
    return work.session.query(Ticket).order_by(Ticket.id).all()


@pytest.fixture
async def second(town: Neighbourhood) -> Phone:
    """The steward of the other building."""
    return await town.holder("p-gh2", "李建国")


async def english(town: Neighbourhood) -> Phone:
    return await town.resident("Ada", english=True)


async def test_commands_are_no_part_of_an_alarm(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    ada = await english(town)
    await chen.says("1号楼1单元着火了")
    await ada.says("fire in 桂花苑1号楼1单元")
    heard = len(steward.messages)
    for words in ("菜单", "帮助", "我的报告怎么样了", "帮助。"):
        await chen.says(words)
    assert "2611-0001" in chen.everything
    for words in ("Help", "menu", "my reports"):
        await ada.says(words)
    assert len(steward.messages) == heard


@pytest.mark.parametrize("words", ["误报", "别来了，没事", "搞错了不好意思", "取消", "false alarm, don't come"])
async def test_words_call_an_alarm_off_within_a_minute(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await chen.says("1号楼1单元着火了")
    town.clock.move(seconds=40)
    await chen.says(words)
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.WITHDRAWN
    assert "已取消" in chen.screen
    assert "误报，已取消" in steward.screen


async def test_later_they_reach_everybody_who_was_called_and_a_person_takes_a_look(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元着火了")
    town.clock.move(minutes=3)
    await chen.says("别来了，是误报")
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.NEW
    assert "别来了，是误报" in steward.everything
    assert "他们会看一眼" in chen.screen


async def test_words_that_tell_of_more_danger_call_nothing_off(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元着火了")
    await chen.says("刚才说误报不对，又冒黑烟了")
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.NEW


async def test_a_corrected_place_passes_however_much_was_written(
    town: Neighbourhood, chen: Phone, steward: Phone, second: Phone
) -> None:
    await chen.says("1号楼1单元闻到煤气味")
    for _ in range(30):
        chen.person.says(chen.bot, "快点快点")
    await town.settle()
    assert "发得太多了" in chen.everything
    await chen.says("不是1号楼，是2号楼，在2号楼")
    assert "紧急：地点改为" in second.everything or second.everything.count("紧急！有危险") == 1
    [ticket] = await town.database.run(tickets)
    assert ticket.grade is Grade.P0


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("1号楼对面着火了", "桂花苑1号楼"),
        ("三公街13号旁边起火了", "三公街13号"),
        ("fire next to 桂花苑1号楼", "桂花苑1号楼"),
    ],
)
async def test_the_nearest_place_that_is_named_decides_and_the_ticket_says_that_it_is_beside_it(
    town: Neighbourhood, chen: Phone, words: str, place: str
) -> None:
    steward, street = await town.holder("p-gh1", "王秀兰"), await town.holder("p-sg-odd", "周街长")
    await chen.says(words)
    assert place in chen.screen
    assert "您说的是附近" in chen.screen
    called = steward if "1号楼" in words else street
    assert called.screen.startswith("紧急！有危险")
    assert "先到这里，再找一找" in called.screen
    [ticket] = await town.database.run(tickets)
    assert ticket.near


async def test_of_two_places_both_are_called(town: Neighbourhood, chen: Phone, steward: Phone, second: Phone) -> None:
    await chen.says("1号楼和2号楼都在冒烟")
    assert steward.screen.startswith("紧急！有危险")
    assert second.screen.startswith("紧急！有危险")
    await chen.says("误报")
    assert {ticket.state for ticket in await town.database.run(tickets)} == {State.WITHDRAWN}


@pytest.mark.both_databases
async def test_a_repeated_ring_keeps_its_headline(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元着火了")
    rung = len(steward.messages)
    await town.pass_time(minutes=10)
    await town.pass_time(minutes=5)
    assert len(steward.messages) > rung
    assert steward.card.text is not None
    assert steward.card.text.startswith("紧急！有危险")


async def test_a_way_of_speaking_shows_the_number_and_keeps_the_draft(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    for words in ("1号楼1单元电梯又停了，热得想死", "1号楼2单元停车收费简直是抢劫"):
        await chen.says(words)
        assert "提交" in chen.buttons
        assert words in chen.screen
        await chen.presses("不报了")
    assert any((m.text or "").startswith("如果现在就有危险：请打") for m in chen.messages)
    assert await town.database.run(tickets) == []
