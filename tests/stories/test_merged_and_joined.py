"""Reports that were merged, and neighbours who joined one: what they say is read, and they hear good and bad alike."""

import pytest

from domain.vocabulary import State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")
    if "另报" in phone.buttons:
        await phone.presses("另报")


async def join(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")
    await phone.presses("我也遇到")


async def open_it(phone: Phone, number: str) -> None:
    await phone.says(f"/find {number}")
    await phone.presses(next(label for label in phone.buttons if number in label))


async def merge(phone: Phone, number: str, into: str) -> None:
    await open_it(phone, number)
    await phone.presses("更多", under=phone.card)
    await phone.presses("并入另一份")
    await phone.presses(next(label for label in phone.buttons if into in label))
    await phone.presses("确定")


def since(phone: Phone, many: int) -> str:
    return "\n".join(f"[{message.kind}] {message.text or ''}" for message in phone.messages[many:])


@pytest.fixture
async def lin(town: Neighbourhood) -> Phone:
    return await town.resident("林素芬")


@pytest.fixture
async def he(town: Neighbourhood) -> Phone:
    return await town.resident("何玉")


@pytest.fixture
async def merged(town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone, leader: Phone) -> None:
    """Chen's report has gone up to the leader; Lin's of the same lamp was merged into it by the steward."""
    await report(chen)
    for press in ("退单", "我办不了"):
        await steward.presses(press)
    await steward.says("够不着")
    await leader.presses("我来办")
    await report(lin, f"{LAMP}，线头露在外面")
    await steward.presses("我来办")
    await merge(steward, "2611-0002", "2611-0001")


async def test_whoever_handles_the_other_one_gets_the_merged_ones_words(merged: None, leader: Phone) -> None:
    assert "又有一份同样的报告" in leader.screen
    assert "线头露在外面" in leader.screen
    await open_it(leader, "2611-0001")
    await leader.presses("经过", under=leader.card)
    assert "编号 2611-0002 并入这份" in leader.screen
    assert "线头露在外面" in leader.screen


async def test_what_is_said_to_a_merged_report_is_read_and_answered_to_whoever_said_it(
    merged: None, town: Neighbourhood, chen: Phone, lin: Phone, leader: Phone
) -> None:
    before = len(leader.messages)
    await lin.says("三楼有个孩子摔了，快修吧", reply_to=lin.last)
    assert "已转给负责人" in lin.screen
    lin.person.sends_photo(town.bot, caption="就是这里", reply_to=lin.last.id)
    await town.settle()
    told = since(leader, before)
    assert "孩子摔了" in told
    assert "已并入编号 2611-0001" in told
    assert "[photo]" in told
    answered = next(message for message in leader.messages if "孩子摔了" in (message.text or ""))
    chen_before = len(chen.messages)
    await leader.says("马上来人，先绕开走", reply_to=answered)
    assert "先绕开走" in lin.screen
    assert since(chen, chen_before) == "", "it is not Chen's answer"
    await open_it(leader, "2611-0001")
    await leader.presses("经过", under=leader.card)
    assert "并入的那份（2611-0002）居民补充" in leader.screen
    await chen.presses("经过", under=chen.card)
    assert "孩子摔了" not in chen.everything


@pytest.mark.both_databases
async def test_how_is_my_report_asked_of_a_merged_one_is_offered_to_it(merged: None, lin: Phone, leader: Phone) -> None:
    await lin.says("怎么还没人来")
    assert lin.buttons[0] == "告诉负责的人（编号2611-0002）"
    await lin.presses(lin.buttons[0])
    assert "怎么还没人来" in leader.screen


async def test_words_to_a_merged_report_whose_other_one_is_done_become_a_report_of_their_own(
    merged: None, chen: Phone, lin: Phone, leader: Phone
) -> None:
    await open_it(leader, "2611-0001")
    for press in ("处理好了", "自己修好了", "跳过"):
        await leader.presses(press)
    await chen.presses("解决了")
    await lin.says("我们这层还是黑的", reply_to=lin.last)
    assert "并入的那份已经办完" in lin.screen
    assert lin.buttons == ["带上这句话，另报一份"]
    await lin.presses("带上这句话，另报一份")
    assert "我们这层还是黑的" in lin.screen
    await lin.presses("提交")
    assert "2611-0003" in lin.screen


async def test_whoever_joined_moves_with_a_merge_and_back(
    town: Neighbourhood, chen: Phone, lin: Phone, he: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await join(lin)
    await report(he, f"{LAMP}了")
    await merge(steward, "2611-0001", "2611-0002")
    assert "共 3 户遇到" in steward.everything, "whose reports were merged are households too"
    before = len(lin.messages)
    await open_it(steward, "2611-0002")
    await steward.presses("我来办")
    assert since(lin, before).count("有人接手了") == 1
    await open_it(leader, "2611-0001")
    await leader.presses("拆开，单独办")
    before = len(lin.messages)
    await steward.presses(
        "处理好了", under=next(m for m in reversed(steward.messages) if "2611-0002" in (m.text or ""))
    )
    await steward.presses("自己修好了")
    assert since(lin, before) == "", "she is with the other one again"
    await open_it(steward, "2611-0001")
    await steward.presses("我来办")
    assert "有人接手了" in since(lin, before)


async def test_whoever_joined_hears_that_it_was_parked(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await join(lin)
    await steward.presses("我来办")
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("12-10")
    await steward.says("等经费")
    await leader.presses("同意")
    await leader.says("同意")
    assert "现在还办不了，社区先记着" in lin.screen


async def test_whoever_joined_hears_that_it_goes_on_without_its_reporter_and_that_it_was_refused(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await join(lin)
    await chen.presses("撤回", under=chen.card)
    await chen.presses("确定")
    assert "原来报的人退出了，社区接着办" in lin.screen
    await open_it(leader, "2611-0001")
    await leader.presses("更多", under=leader.card)
    await leader.presses("不受理")
    await leader.presses(leader.buttons[0])
    await leader.says("请找物业")
    assert "社区没有受理" in lin.screen
    assert "陈桂芳" not in lin.everything


@pytest.mark.both_databases
async def test_whoever_joined_finds_it_in_his_list_and_can_say_more(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await join(lin)
    await lin.says("/my")
    assert lin.screen.startswith("您也遇到的")
    assert "楼道灯、路灯不亮（桂花苑1号楼1单元）　待接单" in lin.screen
    assert "2611-" not in lin.screen
    before = len(steward.messages)
    await join(lin, f"{LAMP}，现在连声控也坏了")
    assert "也遇到的邻居又说" in since(steward, before)
    assert "声控" in since(steward, before)


async def test_a_ticket_taken_apart_from_one_that_was_withdrawn_says_why(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin)
    await merge(steward, "2611-0002", "2611-0001")
    await chen.presses("撤回", under=chen.card)
    await chen.presses("确定")
    assert "您的报告并入的那份没有办下去" in lin.screen

    def state(work: UnitOfWork) -> State:
        return work.session.query(Ticket).filter_by(number="2611-0002").one().state

    assert await town.database.run(state) is State.NEW
