"""What a resident meets before a report is sent: four buttons, three guesses, six places, two lines."""

import pytest

from domain.vocabulary import Channel, Level
from storage.models import PlaceRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import WAYS_OUT, Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"
MOST = 6


def answering(phone: Phone) -> list[str]:
    """The buttons under the newest message that answer; those for danger count apart."""
    return [label for label in phone.buttons if label not in WAYS_OUT]


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


@pytest.mark.both_databases
async def test_the_preview_has_four_buttons_and_the_rest_behind_two_of_them_in_its_place(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says(LAMP)
    assert chen.buttons == ["提交", "改", "更多", "不报了"]
    heard = len(chen.messages)
    await chen.presses("改")
    assert "直接再写一句就行" in chen.screen
    assert chen.buttons[-3:] == ["改：什么事", "改：在哪里", "返回"]
    await chen.presses("返回")
    await chen.presses("更多")
    assert chen.buttons == ["替别人报", "谁能看到我的名字", "与楼栋长有关", "记住这是我家", "返回"]
    await chen.presses("返回")
    assert chen.buttons == ["提交", "改", "更多", "不报了"]
    assert len(chen.messages) == heard, "all of it in the place of the preview"
    await chen.presses("提交")
    assert "我来办" in steward.buttons


async def test_words_written_while_a_door_is_open_belong_to_the_report(chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("改")
    await chen.says("三楼和四楼之间那一盏")
    assert chen.buttons == ["提交", "改", "更多", "不报了"]
    assert "三楼和四楼之间那一盏" in chen.screen


async def test_what_was_opened_can_be_left_again_and_nothing_is_changed(chen: Phone) -> None:
    await chen.says(LAMP)
    before = chen.screen
    for opens in ("改：什么事", "改：在哪里", "谁能看到我的名字"):
        await chen.presses(opens)
        assert "提交" not in chen.buttons
        await chen.presses("返回")
        assert chen.screen == before
    await chen.presses("改：在哪里")
    await chen.presses("桂花苑")
    await chen.presses("返回")
    await chen.presses("返回")
    assert chen.screen == before, "also from the middle of the tree"


async def test_none_of_three_leads_to_the_next_three_and_then_to_the_shelves(chen: Phone) -> None:
    await chen.says("1号楼1单元 墙根根冒潮气")
    first = answering(chen)[:3]
    await chen.presses("都不是")
    assert answering(chen)[3:] == ["都不是，请楼长来看", "看全部种类", "不报了"]
    assert not {*answering(chen)[:3]} & {*first}
    await chen.presses("看全部种类")
    seen: list[str] = []
    while "还有" in chen.buttons:
        assert len(answering(chen)) <= MOST
        assert "不报了" in chen.buttons
        seen += answering(chen)
        await chen.presses("还有")
    seen += answering(chen)
    assert {"漏水堵水", "养狗养宠物", "正在发生的危险"} <= {*seen}
    await chen.presses("正在发生的危险")
    await chen.presses("返回")
    await chen.presses("漏水堵水")
    assert len(answering(chen)) <= MOST
    assert "不报了" in chen.buttons


async def test_a_voice_alone_is_asked_for_one_of_the_most_frequent_kinds(town: Neighbourhood, chen: Phone) -> None:
    chen.person.sends_voice(town.bot)
    await town.settle()
    assert answering(chen)[-2:] == ["都不是", "不报了"]
    assert answering(chen)[0] == "家里漏水、楼上渗水"
    assert len(answering(chen)) == MOST
    await chen.presses("家里漏水、楼上渗水")
    assert "在哪里？" in chen.screen


async def test_places_come_six_at_a_time_without_grids_and_can_be_typed(town: Neighbourhood, chen: Phone) -> None:
    def grow(work: UnitOfWork) -> None:
        root, estate = work.directory.by_code("sl"), work.directory.by_code("gh")
        assert root is not None
        assert estate is not None
        grid = PlaceRow(code="g2", parent_id=root.id, level=Level.GRID, name="第二网格", aliases=[])
        work.session.add(grid)
        work.session.flush()
        rows = [(grid.id, Level.COMPOUND, f"柳树{n}院", f"ls{n}") for n in range(1, 5)]
        rows += [(estate.id, Level.BUILDING, f"{n}号楼", f"gh{n}") for n in range(3, 25)]
        for parent, level, name, code in rows:
            work.session.add(PlaceRow(code=code, parent_id=parent, level=level, name=name, aliases=[]))
        work.places.touch()

    await town.database.run(grow)
    await chen.says("楼道灯不亮")
    seen = answering(chen)
    while "还有" in chen.buttons:
        await chen.presses("还有")
        assert len(answering(chen)) <= MOST
        assert "不报了" in chen.buttons
        seen += answering(chen)
    assert {"桂花苑", "柳树4院"} <= {*seen}
    assert not any("网格" in label for label in seen)
    await chen.presses("返回")
    await chen.presses("桂花苑")
    assert "直接写几号楼几单元也行" in chen.screen
    assert "就是桂花苑（整个）" in chen.buttons, "whatever the estate's size"
    assert len(answering(chen)) <= MOST
    await chen.says("19")
    assert "在哪里：桂花苑19号楼" in chen.screen


@pytest.fixture
async def stranger(town: Neighbourhood) -> Phone:
    phone = Phone(town, town.telegram.add_person("何小满", language_code="zh"))
    await phone.starts()
    return phone


async def test_consent_is_two_lines_and_the_rest_is_one_press_away(town: Neighbourhood, stranger: Phone) -> None:
    await stranger.says(LAMP)
    await stranger.presses("提交")
    assert len(stranger.screen.split("\n")) == 2
    assert "境外" in stranger.screen
    assert stranger.buttons == ["同意并提交", "看全文", "不同意"]
    heard = len(stranger.messages)
    await stranger.presses("看全文")
    assert "180 天后" in stranger.screen
    assert stranger.buttons == ["同意并提交", "不同意"]
    assert len(stranger.messages) == heard, "in its place"
    await stranger.presses("同意并提交")
    assert "已收到" in stranger.everything


async def test_help_shows_what_is_done_most_by_whom_and_the_rest_behind_more(chen: Phone, steward: Phone) -> None:
    await chen.says("/help")
    assert "楼道灯不亮" in chen.screen
    assert "/" not in chen.screen
    assert chen.buttons == ["我的报告", "查我的楼长", "更多"]
    await chen.presses("我的报告")
    assert "还没有报告" in chen.screen
    await steward.says("/help")
    assert steward.buttons[:3] == ["待办", "替居民登记", "查报告"]
    assert len(answering(steward)) <= MOST
    await steward.presses("更多")
    assert "/todo" in steward.screen, "small, and folded"
    while "还有" in steward.buttons:
        assert len(answering(steward)) <= MOST
        await steward.presses("还有")
    await steward.presses("返回")
    assert steward.buttons[0] == "待办"
    await steward.presses("替居民登记")
    assert "请写一句：谁" in steward.screen


async def test_large_buttons_are_switched_behind_help_and_stand_on_every_screen(chen: Phone) -> None:
    await chen.says("/help")
    await chen.presses("大按钮加编号")
    await chen.says(LAMP)
    shown = [[button.text for button in row] for row in chen.last.buttons]
    assert shown == [["1. 提交"], ["2. 改"], ["3. 更多"], ["4. 不报了"]]
    await chen.says("2")
    assert "改哪一样" in chen.screen


async def test_a_recorded_report_may_have_come_to_the_door(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/record")
    await steward.says("1号楼1单元李奶奶家厨房漏水")
    await steward.presses("跳过")
    await steward.presses("上门说的", under=steward.last)
    await steward.presses("提交")
    assert (await town.database.run(the_ticket)).channel is Channel.DOOR


async def test_what_is_most_likely_wanted_stands_out(chen: Phone) -> None:
    await chen.says(LAMP)
    assert [button.style for row in chen.last.buttons for button in row] == ["primary", None, None, None]
    await chen.presses("不报了")
    await chen.says("楼道灯不亮")
    assert [row[0].style for row in chen.last.buttons[-2:]] == ["danger", "danger"]
