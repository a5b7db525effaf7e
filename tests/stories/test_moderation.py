"""限量, 禁言, 停用: told with reason, end and appeal; danger always passes; listed and revocable."""

import pytest

from storage.models import RestrictionRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


def tickets(work: UnitOfWork) -> int:
    return work.session.query(Ticket).count()


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "郑主任")


async def restricts(office: Phone, kind: str, until: str = "12-01") -> None:
    await office.says("/find 2611-0001")
    await office.presses(office.buttons[0])
    await office.presses("过问")
    await office.presses("限制发言")
    await office.presses(kind)
    await office.says(until)
    await office.says("连续骂人")


async def test_a_ban_is_told_with_reason_end_and_appeal_and_danger_still_passes(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone
) -> None:
    await report(chen)
    await restricts(office, "停用")
    assert "已停用，到12月1日周二23:59" in office.screen
    assert "到12月1日周二23:59，您不能用这里报事（编号 2611-0001）" in chen.screen
    assert "原因：连续骂人" in chen.screen
    assert "不同意请找社区" in chen.screen
    await chen.says("1号楼2单元楼道灯不亮")
    assert chen.screen.startswith("没有收下")
    await chen.presses("催办")
    assert chen.screen.startswith("没有收下")
    await chen.says("/privacy")
    assert "您的信息怎么用" in chen.screen
    await chen.says("我闻到煤气味，1号楼1单元")
    assert "119" in chen.everything
    await chen.says("厨房门关不上")
    assert not chen.screen.startswith("没有收下"), "what is said right after belongs to it"
    assert await town.database.run(tickets) == 2
    assert "紧急！有危险" in steward.everything
    await town.pass_time(days=14, hours=-2)
    await chen.says("1号楼2单元楼道灯不亮")
    assert "提交" in chen.buttons, "it ends by itself"


async def test_who_is_muted_may_still_press_and_answer_what_he_is_asked(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone
) -> None:
    await report(chen)
    await restricts(office, "禁言")
    await chen.says("我再补充一句")
    assert chen.screen.startswith("这句没有收下")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("没解决")
    await chen.says("灯还是不亮")
    assert "已告诉负责人接着办" in chen.screen
    await chen.presses("补充")
    await chen.says("真的不亮")
    assert chen.screen.startswith("这句没有收下")


@pytest.mark.parametrize("words", ["修好了，谢谢", "1"])
async def test_who_is_muted_may_still_answer_in_words_and_by_number(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone, words: str
) -> None:
    await report(chen)
    await restricts(office, "禁言")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.says(words)
    assert "已结案" in chen.everything
    await chen.says("2号楼楼道灯不亮")
    assert chen.screen.startswith("这句没有收下")


@pytest.mark.both_databases
async def test_who_is_limited_files_two_reports_a_day_and_the_third_is_kept(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone
) -> None:
    await report(chen)
    await restricts(office, "限量")
    await report(chen, "1号楼2单元楼道灯不亮")
    await chen.says("2号楼楼道灯不亮")
    await chen.says("提交")
    assert chen.screen.startswith("今天已经报了 2 件"), "in words as by a press"
    await chen.presses("提交")
    assert chen.screen.startswith("今天已经报了 2 件")
    assert await town.database.run(tickets) == 2
    for shown in ("好的", "/help"):  # the preview, or something else
        for words in ("提交", "1"):
            await chen.says(shown)
            await chen.says(words)
        assert await town.database.run(tickets) == 2, "nor by its number, nor in words"
    await town.pass_time(hours=16)
    await chen.presses("提交")
    assert await town.database.run(tickets) == 3


@pytest.mark.both_databases
async def test_restrictions_are_listed_without_names_and_can_be_lifted(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone
) -> None:
    await office.says("/restricted")
    assert office.screen == "现在没有人被限制发言。"
    await report(chen)
    await restricts(office, "禁言")
    await office.says("/restricted")
    assert "1. 禁言，到12月1日周二　编号 2611-0001" in office.screen
    assert "郑主任：连续骂人" in office.screen
    assert "陈桂芳" not in office.screen
    await office.presses("解除第 1 个（禁言）")
    assert "限制已经解除" in chen.screen
    await chen.says("1号楼2单元楼道灯不亮")
    assert "提交" in chen.buttons
    row = await town.database.run(lambda work: work.session.query(RestrictionRow).one())
    assert row.revoked_at is not None
    await office.forges("m:lift:1", office.last)
    assert "已经结束" in office.screen


async def test_only_the_office_and_the_secretary_restrict_and_never_a_colleague(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, office: Phone
) -> None:
    await report(chen)
    await leader.says("/restricted")
    assert "办公室或书记" in leader.screen
    await leader.says("/find 2611-0001")
    await leader.presses(leader.buttons[0])
    await leader.presses("过问")
    assert "限制发言" not in leader.buttons
    await leader.forges("t:restrict_as:1:1:ban", leader.card)
    await leader.says("12-01")
    await leader.says("吵")
    assert "办公室或书记" in leader.screen
    await leader.forges("m:lift:1", leader.last)
    assert "办公室或书记" in leader.screen
    await report(steward, "1号楼2单元楼道灯不亮")
    await office.says("/find 2611-0002")
    await office.presses(office.buttons[0])
    await office.presses("过问")
    await office.presses("限制发言")
    assert "工作人员，不能限制" in office.everything


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("until", "answer"), [("11-17", "已经过了"), ("2028-12-01", "最多 365 天"), ("以后", "看不懂")]
)
async def test_an_end_that_is_over_too_far_or_unreadable_is_asked_for_again(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone, until: str, answer: str
) -> None:
    await report(chen)
    await restricts(office, "禁言", until)
    assert answer in office.everything
    assert await town.database.run(lambda work: work.session.query(RestrictionRow).count()) == 0
