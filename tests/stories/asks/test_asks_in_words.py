"""Asks as people handle them: typed and spoken, in English, by mistake, in silence, by telephone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.bodies.bodies import BodyChannel, BodyKind
from tests.stories.asks.bodies import body, community_company, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone


async def a_leak(chen: Phone, steward: Phone) -> None:
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")


async def asks_the_firm(steward: Phone, words: str = "301厨房漏水，请来看看") -> None:
    await steward.presses("请幸福物业来办")
    await steward.says(words)


@pytest.mark.both_databases
async def test_the_same_in_english_and_in_words(town: Neighbourhood, steward: Phone) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    emma = await town.resident("Emma", english=True)
    await emma.says("my kitchen is leaking, 1号楼2单元")
    await emma.presses("Skip")
    await emma.presses("Send")
    await steward.says("我来")
    await asks_the_firm(steward, "2单元厨房漏水，请来看看")
    assert "幸福物业 is being asked to help with your report" in emma.screen
    await emma.says("only the building")
    assert emma.screen == "幸福物业 will know the building only."
    await firm.says("我们来办")
    assert "幸福物业答应办" in steward.screen
    assert "孙经理答应了" in firm.everything
    await firm.says("我们修好了")
    assert "幸福物业说办好了" in steward.screen
    await firm.says("换了阀门")
    assert "换了阀门" in steward.screen
    await steward.says("处理好了")
    await steward.says("师傅修的")
    await emma.says("fixed, thanks")
    assert "is closed" in emma.everything


async def test_a_decline_by_mistake_is_taken_back_and_whoever_asked_reads_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await a_leak(chen, steward)
    await asks_the_firm(steward)
    await firm.presses("办不了")
    await firm.presses("没人手")
    assert "办不了，没人手" in steward.screen
    await firm.presses("按错了")
    assert "幸福物业改口了" in steward.screen
    await firm.presses("我们办")
    assert "幸福物业答应办" in steward.screen


async def test_another_reason_wants_a_sentence_and_that_reaches_whoever_asked(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await a_leak(chen, steward)
    await asks_the_firm(steward)
    await firm.presses("办不了")
    await firm.presses("其他")
    await firm.says("那根管子是自来水公司的")
    assert "那根管子是自来水公司的" in steward.screen
    assert "那根管子" not in chen.everything


async def test_silence_is_said_once_with_the_telephone_and_what_was_heard_there_is_entered(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    await contact(town, "wy", "孙经理")
    await a_leak(chen, steward)
    await asks_the_firm(steward)
    await town.pass_time(days=4)
    told = [m.text or "" for m in steward.messages if "没有回话" in (m.text or "")]
    assert len(told) == 1
    assert "020-5550101" in told[0]
    await steward.presses("打过了：来办")
    assert "没有回话" not in steward.screen


async def test_what_a_body_without_chat_is_asked_is_the_offices_to_ring(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await town.database.run(
        body("sz", BodyKind.DEPARTMENT, "市政排水", channel=BodyChannel.PHONE, duties=["R1"], phone="020-5550199")
    )
    office = await town.holder("p-office", "单晓棠")
    await a_leak(chen, steward)
    await steward.presses("请市政排水来办")
    await steward.says("下水道堵了")
    assert "请打电话问市政排水：020-5550199" in office.screen
    await office.says("/todo")
    assert "请您办的事1件" in office.everything
    await office.presses("我们办")
    assert "市政排水答应办" in steward.screen


async def test_a_question_and_its_answer_go_between_both_and_the_ask_can_be_taken_back(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await a_leak(chen, steward)
    await asks_the_firm(steward)
    await firm.presses("问一句")
    await firm.says("几点家里有人？")
    assert "几点家里有人？" in steward.screen
    await steward.presses("回一句")
    await steward.says("下午都在")
    assert "下午都在" in firm.screen
    assert "几点家里有人" not in chen.everything
    await steward.presses("收回")
    assert "不用办了" in firm.screen
    await firm.presses("我们办")
    assert "收回了" in firm.everything


async def test_nobody_asks_a_body_before_taking_the_ticket_on_and_what_is_urgent_never_waits(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    await community_company(town)
    firm = await contact(town, "wy", "孙经理")
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    assert not [label for label in steward.buttons if "物业" in label]
    await chen.says("1号楼停电了")
    await chen.presses("提交")
    assert "2611-0002" in chen.screen
    await steward.presses("我来办")
    await steward.presses("请别家办")
    await steward.presses("幸福物业")
    await steward.says("1号楼停电，请查总闸")
    await firm.presses("我们办")
    assert "您的期限照走" in steward.screen
    assert "等一等" not in steward.buttons


async def test_of_a_complaint_about_the_firm_the_firm_is_not_offered_and_a_dispute_names_its_own(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    await community_company(town)
    await contact(town, "wy", "孙经理")
    await contact(town, "gs", "周师傅")
    await chen.says("物业服务太差，1号楼楼道没人打扫")
    if "物业服务不好" in chen.buttons:
        await chen.presses("物业服务不好")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请别家办")
    assert steward.buttons == ["社区公司", "返回"]
    await steward.presses("返回")
    await steward.presses("与哪家有关")
    await steward.presses("社区公司")
    assert steward.screen == "记下了：与社区公司有关，不会请它办。"
    await steward.presses("请别家办")
    assert steward.screen.startswith("这里还没有能请的组织")


async def test_what_is_asked_in_the_evening_is_said_to_come_in_the_morning_and_at_noon_it_comes_at_once(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await town.pass_time(until=datetime(2026, 11, 18, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC))
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请幸福物业来办")
    await steward.says("301厨房下水管漏，请来看看")
    assert "请办" in firm.screen, "the pause at noon keeps nothing back"
    await town.pass_time(until=datetime(2026, 11, 18, 20, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC))
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请别家办")
    await steward.presses("幸福物业")
    await steward.says("请换个灯泡")
    assert steward.screen == "幸福物业明天09:00收到，11月20日周五09:00前回话。您还是负责人，期限照走。"
    assert "灯泡" not in firm.screen
    await town.pass_time(until=datetime(2026, 11, 19, 9, 1, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC))
    assert "楼道灯" in firm.screen
