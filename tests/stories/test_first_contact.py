"""The first minutes with the bot: start, language, privacy, and what is asked when something is missing."""

import pytest

from domain.vocabulary import Level
from storage.models import Draft, PlaceRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import WAY_OUT, WAYS_OUT, Neighbourhood, Phone


def tickets(work: UnitOfWork) -> int:
    return work.session.query(Ticket).count()


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


@pytest.fixture
async def stranger(town: Neighbourhood) -> Phone:
    phone = Phone(town, town.telegram.add_person("何小满", language_code="zh"))
    await phone.starts()
    return phone


async def test_start_is_one_short_screen_in_chinese_with_an_english_line(stranger: Phone) -> None:
    assert stranger.screen.startswith("您好，我是楼长助手。")
    assert "English" in stranger.screen
    assert stranger.buttons == ["我的报告", "English"]
    assert len(stranger.messages) == 1


async def test_a_chosen_language_wins_over_telegrams(stranger: Phone) -> None:
    await stranger.presses("English")
    assert "Tell me what is wrong" in stranger.everything
    assert stranger.screen == "All right, English from now on."
    await stranger.says("/language")
    await stranger.presses("中文")
    assert stranger.screen == "好的，以后用中文。"


async def test_a_link_with_a_place_fills_in_the_place(stranger: Phone) -> None:
    await stranger.starts("gh1-1")
    assert "桂花苑1号楼1单元" in stranger.screen
    await stranger.says("楼道灯不亮")
    assert "1号楼1单元" in stranger.screen
    assert "提交" in stranger.buttons


async def test_consent_comes_with_the_first_send_and_no_sends_nothing(
    town: Neighbourhood, stranger: Phone, steward: Phone
) -> None:
    await stranger.says("1号楼1单元楼道灯不亮")
    await stranger.presses("提交")
    assert "境外" in stranger.screen
    await stranger.presses("不同意")
    assert stranger.screen.startswith("好的，没有提交")
    assert await town.database.run(tickets) == 0
    await stranger.says("麻烦快一点")
    await stranger.presses("提交")
    await stranger.presses("同意并提交")
    assert "已收到，编号 2611-0001" in stranger.everything
    assert "麻烦快一点" in steward.screen
    await stranger.says("2号楼楼道灯不亮")
    await stranger.presses("提交")
    assert stranger.screen.startswith("已收到"), "asked once, not again"


@pytest.mark.both_databases
async def test_a_draft_that_was_never_sent_is_deleted_after_a_day(town: Neighbourhood, stranger: Phone) -> None:
    await stranger.says("1号楼1单元楼道灯不亮")
    await town.pass_time(hours=23)
    assert await town.database.run(drafts) == 1
    await town.pass_time(hours=2)
    assert await town.database.run(drafts) == 0
    await stranger.presses("提交")
    assert "已经不在了" in stranger.screen


async def test_only_what_is_missing_is_asked_place_by_buttons(stranger: Phone) -> None:
    await stranger.says("楼道灯不亮")
    assert stranger.screen.endswith(f"在哪里？请按，或者直接写地址。\n{WAY_OUT}")
    assert stranger.buttons == ["桂花苑", "三公街", "说不清，请社区来问", "不报了", *WAYS_OUT]
    await stranger.presses("桂花苑")
    await stranger.presses("1号楼")
    await stranger.presses("2单元")
    assert "桂花苑1号楼2单元" in stranger.screen
    assert "提交" in stranger.buttons


async def test_place_by_words_and_a_street_needs_its_number(town: Neighbourhood, stranger: Phone) -> None:
    await town.holder("p-sg-odd", "梅仲达")
    await stranger.says("路灯不亮")
    await stranger.says("在火星")
    assert "没找到这个地方" in stranger.screen
    await stranger.says("三公街")
    assert stranger.screen.startswith("三公街几号？")
    await stranger.says("11号附2")
    assert "三公街11号附2" in stranger.screen
    assert "在火星" in stranger.screen, "nothing that was said is lost"


async def test_category_in_two_taps(stranger: Phone) -> None:
    await stranger.says("1号楼1单元有件事想请您帮忙看看")
    assert stranger.screen == f"是哪一种？\n{WAY_OUT}"
    await stranger.presses("看全部种类")
    assert "哪一类" in stranger.screen
    await stranger.presses("漏水堵水")
    assert stranger.screen == f"是下面哪一种？\n{WAY_OUT}"
    await stranger.presses(stranger.buttons[0])
    assert "提交" in stranger.buttons


async def test_several_places_that_fit_are_shown_and_never_chosen(town: Neighbourhood, stranger: Phone) -> None:
    def second_compound(work: UnitOfWork) -> None:
        grid = work.directory.by_code("g1")
        assert grid is not None
        other = PlaceRow(code="ls", parent_id=grid.id, level=Level.COMPOUND, name="柳树院", aliases=[])
        work.session.add(other)
        work.session.flush()
        work.session.add(PlaceRow(code="ls1", parent_id=other.id, level=Level.BUILDING, name="1号楼", aliases=[]))
        work.places.touch()

    await town.database.run(second_compound)
    await stranger.says("1号楼楼道灯不亮")
    assert "桂花苑1号楼" in stranger.buttons
    assert "柳树院1号楼" in stranger.buttons
    await stranger.presses("柳树院1号楼")
    assert "柳树院1号楼" in stranger.screen


async def test_home_is_remembered_and_used_for_my_home(stranger: Phone) -> None:
    await stranger.says("1号楼1单元301漏水")
    await stranger.presses("记住这是我家")
    await stranger.presses("更多")
    assert "记住这是我家" not in stranger.buttons
    await stranger.presses("返回")
    await stranger.presses("不报了")
    await stranger.says("我家厨房漏水")
    assert "1号楼1单元301" in stranger.screen


async def test_danger_is_answered_before_everything(town: Neighbourhood, stranger: Phone) -> None:
    await stranger.says("我闻到煤气味，1号楼1单元")
    advice = next(m.text or "" for m in stranger.messages if "119" in (m.text or ""))
    assert "119" in advice.splitlines()[0]
    assert "先到室外" in advice.splitlines()[0]
    assert "不保证有人值守" in advice
    assert await town.database.run(tickets) == 1, "filed at once, before any consent"
    assert await town.database.run(drafts) == 0


async def test_words_of_violence_get_the_numbers_and_never_become_a_draft(town: Neighbourhood, stranger: Phone) -> None:
    await stranger.says("我老公打我，我很害怕")
    assert "110" in stranger.screen
    assert await town.database.run(drafts) == 0


async def test_the_privacy_statement_can_be_read_any_time(stranger: Phone) -> None:
    await stranger.says("/privacy")
    assert "居民委员会" in stranger.screen
    assert "境外" in stranger.screen
    assert stranger.buttons == ["我的数据", "谁看过我的名字", "我的称呼和电话", "删除我"], (
        "nobody is asked for consent here"
    )
