"""The three whistles, phone to phone: branch, alliance, street."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.whistles.scene import (
    a_ticket_that_was_tried,
    alliance,
    calls_the_team,
    contact,
    department,
    local,
    volunteers,
)


@pytest.mark.both_databases
async def test_a_branch_whistle_calls_volunteers_who_come_and_its_result_goes_back_into_the_ticket(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    branch = await town.holder("p-g1", "郑支书")
    first, second = await volunteers(town, ["林一", "林二"])
    await a_ticket_that_was_tried(town, chen, steward)
    await steward.presses("吹哨", under=steward.card)
    assert "请哪几家来" in steward.screen, "a steward blows one kind alone: it is not asked"
    await steward.presses("先锋队")
    await steward.presses("就请这些")
    await steward.says("明天下午3点 居委会门口")
    assert steward.screen == "明天15:00，居委会门口。为什么我们自己办不了？请写一句。"
    await steward.says("要几个人抬东西")
    assert "报上去了" in steward.screen
    assert "等网格支部书记批" in steward.screen
    assert branch.screen.startswith("请您批： 哨2611-01")
    assert "要几个人抬东西" in branch.screen
    await branch.presses("同意，吹哨")
    assert "哨吹出去了" in steward.screen
    assert "请明天15:00到居委会门口" in first.screen
    assert "陈桂芳" not in first.everything, "who is called reads nothing of the reporter"
    assert "301" not in first.screen
    assert first.buttons[:3] == ["来", "来不了", "已办好"]
    await first.presses("来")
    await second.presses("来不了")
    await second.presses("没人手")
    assert "等外单位" in chen.everything, "the ticket rests until they meet"
    await town.pass_time(until=local(19, 14, 35))
    await first.says("/todo")
    await first.presses(first.buttons[0])
    await first.presses("我到了")
    assert "到了，谢谢" in first.screen
    await town.pass_time(until=local(19, 16))
    await branch.says("哨2611-01")
    await branch.presses("会商过了")
    await branch.presses("有结果了")
    assert "2611-0001 解决了吗？" in branch.screen
    await branch.presses("解决了")
    await branch.says("水管换好了")
    assert "有结果了" in branch.screen
    assert "哨2611-01：水管换好了" in steward.everything
    await branch.presses("办成了")
    assert "已结束：办成了" in branch.screen
    await steward.presses("处理好了", under=steward.card)
    await steward.presses("请专业人员修好")
    await town.pass_time(until=local(19, 17, 40))
    assert "社区请了1家一起办，结果：水管换好了" in chen.everything
    assert "没人手" not in chen.everything, "never who refused"


@pytest.mark.both_databases
async def test_an_alliance_whistle_names_the_silent_once_with_their_telephone(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    secretary = await town.holder("p-secretary", "席书记")
    await alliance(town, units=3)
    one, two = await contact(town, "u1", "单一"), await contact(town, "u2", "单二")
    await a_ticket_that_was_tried(town, chen, steward)
    await leader.says("2611-0001")
    await leader.presses("吹哨")
    await leader.presses("联盟哨")
    await leader.presses("党建联盟（3家都请）")
    await leader.presses("就请这些")
    await leader.says("11月24日15:00 居委会")
    await leader.says("停车位不够，要大家一起想")
    assert "报上去了" in leader.screen, leader.screen
    await secretary.presses("同意，吹哨")
    assert "来吗？" in one.screen
    await one.presses("来")
    silent = [m for m in secretary.messages if (m.text or "").startswith("到时没有回话的")]
    assert not silent
    await town.pass_time(until=local(21, 12))
    silent = [m for m in secretary.messages if (m.text or "").startswith("到时没有回话的")]
    assert len(silent) == 1, "told once"
    assert "单位2（020-5550101）" in (silent[0].text or "")
    assert "单位3" in (silent[0].text or ""), "nobody has its seat: it was not reached, and is rung up"
    await two.says("/todo")
    await two.presses(two.buttons[0])
    await two.presses("来")
    await secretary.says("/find 哨2611-01")
    assert "来2" in secretary.screen, "who answers late is silent no longer (C3)"


@pytest.mark.both_databases
async def test_a_street_whistle_is_asked_of_the_street_and_a_no_lets_the_ticket_go_on(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    office, secretary = await town.holder("p-office", "单主任"), await town.holder("p-secretary", "席书记")
    await department(town)
    await a_ticket_that_was_tried(town, chen, steward)
    await secretary.says("2611-0001")
    await secretary.presses("吹哨")
    await secretary.presses("街道哨")
    await secretary.presses("市政")
    await secretary.presses("就请这些")
    await secretary.says("11月25日9:00 街道办")
    await secretary.says("主管道不归社区")
    assert "等街道回话" in secretary.screen
    assert "请问街道怎么说" in office.screen
    assert "已请街道吹哨" in office.screen
    await office.presses("街道没同意")
    await office.says("街道说先走物业")
    assert "没有批" in secretary.everything
    assert "街道说先走物业" in secretary.everything


async def test_a_number_by_itself_shows_the_whistle_to_whoever_has_a_hand_in_it_and_to_nobody_else(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await town.holder("p-g1", "郑支书")
    await volunteers(town, ["林一"])
    await a_ticket_that_was_tried(town, chen, steward)
    await calls_the_team(steward)
    await steward.says("明天15:00 居委会")
    await steward.says("哨2611-01")
    assert "哨2611-01" in steward.screen, "as an answer it is a reason like any other"
    await steward.says("哨2611-01")
    assert "等网格支部书记批" in steward.screen
    for number in ("哨2611-01", "哨2611-99"):
        await chen.says(number)
        assert chen.screen == "没有这件事，或者不归您看。"


async def test_what_cannot_be_is_refused_where_it_is_said_and_the_next_words_go_on(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    branch = await town.holder("p-g1", "郑支书")
    await volunteers(town, ["林一"])
    await a_ticket_that_was_tried(town, chen, steward)
    await calls_the_team(steward)
    for words in ("2026-11-10 15:00 居委会", "2028年1月20日15:00 居委会"):
        await steward.says(words)
        assert steward.screen == "日子要在今天以后、一年以内。"
    for words in ("明天25:00 门口", "明天 3 pm, office"):
        await steward.says(words)
        assert steward.screen.startswith("没看懂日子"), "an hour that is not read is no place"
    await steward.says(f"明天15:00 {'居委会后面' * 5}")
    assert steward.screen == "地点最多20字。"
    await steward.says("明天15:00 居委会")
    await steward.says("要几个人抬东西")
    assert "报上去了" in steward.screen
    await branch.presses("同意，吹哨")
    await branch.presses("改时间")
    await branch.says("2028年5月1日9:00")
    assert branch.screen == "日子要在今天以后、一年以内。"
    await branch.says("后天15:00")
    assert "11月20日周五15:00到居委会" in branch.screen


async def test_who_is_called_already_is_refused_before_anything_more_is_asked(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await town.holder("p-g1", "郑支书")
    await volunteers(town, ["林一"])
    await a_ticket_that_was_tried(town, chen, steward)
    await calls_the_team(steward)
    await steward.says("明天15:00 居委会")
    await steward.says("要几个人抬东西")
    await calls_the_team(steward)
    assert steward.screen == "这件事已经为这一家吹过哨了。", "and no day was asked for"


async def test_a_day_that_is_over_before_somebody_approves_is_changed_and_then_it_is_blown(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    branch = await town.holder("p-g1", "郑支书")
    (first,) = await volunteers(town, ["林一"])
    await a_ticket_that_was_tried(town, chen, steward)
    await calls_the_team(steward)
    await steward.says("今天15:00 居委会")
    await steward.says("要几个人，打13900001111")
    assert steward.screen == "请不要写电话和证件号，被请的人都会看到。再写一句为什么。"
    await steward.says("要几个人抬东西")
    await town.pass_time(until=local(18, 16))
    await branch.says("哨2611-01")
    await branch.presses("同意，吹哨")
    assert "日子要在今天以后" in branch.screen
    await branch.says("哨2611-01")
    await branch.presses("改时间")
    await branch.says("明天15:00 居委会")
    assert "等网格支部书记批" in branch.screen
    assert "11月19日" not in first.everything, "nobody is called before it is blown"
    await branch.presses("同意，吹哨")
    assert "请明天15:00到居委会" in first.screen


async def test_a_slip_is_no_reason_for_a_no(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    branch = await town.holder("p-g1", "郑支书")
    (first,) = await volunteers(town, ["林一"])
    await a_ticket_that_was_tried(town, chen, steward)
    await calls_the_team(steward)
    await steward.says("明天15:00 居委会")
    await steward.says("要几个人抬东西")
    await branch.presses("不同意")
    await branch.says("按错了")
    assert "不写了" in branch.screen
    await branch.presses("同意，吹哨")
    await branch.presses("撤哨")
    await branch.says("按错了")
    await branch.says("哨2611-01")
    assert "还在等1" in branch.screen
    assert "不用来了" not in first.everything
    assert "没有批" not in steward.everything


async def test_where_nobody_came_nobody_is_said_to_have(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    secretary = await town.holder("p-secretary", "席书记")
    await alliance(town, units=1)
    await a_ticket_that_was_tried(town, chen, steward)
    await secretary.says("2611-0001")
    await secretary.presses("吹哨")
    await secretary.presses("联盟哨")
    await secretary.presses("单位1")
    await secretary.presses("就请这些")
    await secretary.says("明天15:00 居委会")
    await secretary.says("停车位不够")
    await secretary.presses("有结果了")
    await secretary.presses("没有解决")
    await secretary.says("再想办法")
    await town.pass_time(until=local(18, 17, 40))
    assert "结果：再想办法" in chen.everything
    assert "0家" not in chen.everything
