"""What a steward asks a superior, what a superior does by himself, and what the resident reads of it."""

import pytest

from domain.vocabulary import Grade, HeldAs, State
from storage.models import ApprovalRow, ChangeRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")
    if "另报" in phone.buttons:
        await phone.presses("另报")


def first(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).order_by(Ticket.id).limit(1).one()


def request(work: UnitOfWork) -> ApprovalRow:
    return work.session.query(ApprovalRow).one()


async def asks_to_park(steward: Phone) -> None:
    await steward.presses("我来办")
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("12-20")
    await steward.says("要等全楼一起换线路，社区今年没有钱")


async def test_parking_is_asked_for_and_the_resident_hears_only_what_was_approved(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    heard = len(chen.messages)
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("看情况")
    assert "看不懂" in steward.screen
    await steward.says("12-20")
    await steward.says("要等全楼一起换线路，社区今年没有钱")
    assert "已报赵立新批（编号 2611-0001）" in steward.screen
    assert leader.screen.startswith("王秀兰请您批：挂账")
    assert "先挂账，12月20日周日再看" in leader.screen
    assert "全楼一起换线路" in leader.screen
    assert len(chen.messages) == heard, "nothing was decided yet"
    await leader.presses("同意")
    await leader.says("情况属实，列入明年计划")
    assert "已同意：挂账" in leader.screen
    assert "上级同意了" in steward.everything
    assert "列入明年计划" in steward.everything
    assert "这件事现在还办不了，先记着，12月20日周日08:30再看" in chen.screen
    await chen.presses("经过")
    assert "列入明年计划" not in chen.screen
    assert "没有钱" not in chen.screen
    ticket = await town.database.run(first)
    assert (ticket.state, ticket.waiting_reason) == (State.WAITING, "parked")
    await town.pass_time(days=33)
    assert "等待结束，继续办理" in chen.everything
    assert (await town.database.run(first)).state is State.CLAIMED


async def test_a_request_that_is_declined_leaves_the_ticket_where_it_was(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await asks_to_park(steward)
    heard = len(chen.messages)
    await leader.presses("不同意")
    await leader.says("换一个灯泡就行，今天去换")
    assert "上级没有同意，请接着办" in steward.screen
    assert "换一个灯泡就行" in steward.screen
    assert len(chen.messages) == heard
    assert (await town.database.run(first)).state is State.CLAIMED
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("12-21")
    await steward.says("灯泡要订")
    assert "已报赵立新批" in steward.screen, "a declined request can be made again"


@pytest.mark.both_databases
async def test_a_wait_beyond_three_days_is_asked_for_and_another_request_waits_behind_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await steward.says("明天")
    await steward.presses("更多")
    await steward.presses("延长等待")
    await steward.presses("等外单位")
    await steward.says("昨天")
    assert "这个日期看不懂" in steward.screen
    await steward.says("11-17")
    assert "这个日期已经过了" in steward.screen
    await steward.says("12-01")
    await steward.says("供电公司排到下周")
    assert "已报赵立新批" in steward.screen
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("12-21")
    await steward.says("再等等")
    assert "已经报上级批了" in steward.everything
    await leader.presses("同意")
    await leader.says("同意")
    ticket = await town.database.run(first)
    assert (ticket.state, ticket.waiting_reason) == (State.WAITING, "outside")
    assert "暂时要等：等外单位，到12月1日周二08:30" in chen.screen


async def test_an_undecided_request_is_reminded_of_and_goes_on_to_the_deputy_and_then_up(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    deputy = await town.holder("p-gh", "孙福生", held_as=HeldAs.DEPUTY)
    branch = await town.holder("p-g1", "周建国")
    await report(chen)
    await asks_to_park(steward)
    await town.pass_time(hours=26)
    assert "还等您批" not in leader.everything
    await town.pass_time(hours=32)
    assert "还等您批：挂账" in leader.everything
    assert "前面的人没有批，请您批：挂账" in deputy.everything
    assert "请您批" not in branch.everything
    await town.pass_time(days=4)
    assert "还等您批：挂账" in deputy.everything
    assert "前面的人没有批，请您批：挂账" in branch.everything
    await branch.presses("同意")
    await branch.says("同意")
    await leader.presses("同意")
    await leader.says("我也同意")
    assert "已经批过了（周建国）" in leader.everything
    row = await town.database.run(request)
    assert (row.decision, row.remind_at) == ("approved", None)


@pytest.mark.both_databases
async def test_the_secretarys_undecided_request_goes_to_the_deputy_secretary(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    secretary = await town.holder("p-secretary", "李书记")
    deputy = await town.holder("p-secretary", "钱副书记", held_as=HeldAs.DEPUTY)
    await report(chen)
    await asks_to_park(steward)
    assert secretary.screen.startswith("王秀兰请您批")
    await town.pass_time(days=3)
    assert "前面的人没有批" in deputy.everything
    await deputy.presses("同意")
    await deputy.says("同意")
    assert "上级同意了" in steward.everything


async def test_with_nobody_above_a_request_is_refused_and_can_be_typed_again(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await asks_to_park(steward)
    assert "上面没有人能批" in steward.everything


@pytest.mark.both_databases
async def test_a_request_ends_when_the_ticket_went_another_way(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await asks_to_park(steward)
    await chen.presses("撤回")
    await chen.presses("确定")
    await leader.presses("同意")
    await leader.says("同意")
    assert "现在是「已撤回」" in leader.everything
    await town.pass_time(days=3)
    row = await town.database.run(request)
    assert (row.decision, row.remind_at) == ("void", None)


async def test_not_accepted_says_why_and_where_to_go_and_is_appealed_once_one_level_higher(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    branch = await town.holder("p-g1", "周建国")
    await report(chen, "1号楼1单元楼上吵，夜里打麻将")
    await steward.presses("更多")
    await steward.presses("不受理")
    await steward.presses("已在打官司或仲裁")
    await steward.says("请去区法院诉讼服务中心，电话12368")
    assert "要告诉居民去哪里" in leader.screen
    assert (await town.database.run(first)).state is State.NEW, "never the steward alone"
    await leader.presses("同意")
    await leader.says("法院已经立案")
    assert "这件事社区不能受理：已在打官司或仲裁" in chen.screen
    assert "12368" in chen.screen
    assert "不同意可以申诉一次" in chen.screen
    await chen.presses("申诉")
    await chen.says("我家没有打官司，是他家和别人")
    assert "申诉已交上一级" in chen.screen
    assert "居民不服「不受理」，请您来定" in branch.everything
    assert "我家没有打官司" in branch.everything
    ticket = await town.database.run(first)
    assert (ticket.state, ticket.appealed, ticket.assignee_id) == (State.NEW, True, await person_id(town, branch))
    assert ticket.reopened == 0
    await leader.forges(f"t:reject:1:{ticket.moves}:", leader.card)
    await leader.presses("不归社区管")
    await leader.says("请去法院")
    assert "这要由上一级来做" in leader.everything, "who rejected it before does not decide the appeal"
    await branch.presses("更多")
    await branch.presses("不受理")
    await branch.presses("不归社区管")
    await branch.says("噪声请打派出所电话 110")
    assert "已办：不受理" in branch.screen
    assert "申诉" not in chen.buttons
    moves = (await town.database.run(first)).moves
    await chen.forges(f"t:appeal:1:{moves}:", chen.last)
    await chen.says("还是不服")
    assert "已经申诉过一次了" in chen.everything


async def person_id(town: Neighbourhood, phone: Phone) -> int:
    def find(work: UnitOfWork) -> int:
        person = work.people.by_account(phone.person.id)
        assert person is not None
        return person.id

    return await town.database.run(find)


async def test_at_the_top_of_the_chain_an_appeal_goes_to_somebody_else_at_that_height(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    secretary = await town.holder("p-secretary", "李书记")
    await report(chen)
    await secretary.says("/find 2611-0001")
    await secretary.presses(secretary.buttons[0])
    await secretary.presses("更多")
    await secretary.presses("不受理")
    await secretary.presses("其他原因")
    await secretary.says("请找物业公司")
    await chen.presses("申诉")
    await chen.says("物业说是社区的灯")
    assert "上面没有人能来定" in chen.everything, "and the words are still awaited"
    deputy = await town.holder("p-secretary", "钱副书记", held_as=HeldAs.DEPUTY)
    await chen.says("物业说是社区的灯")
    assert "申诉已交上一级" in chen.screen
    assert "请您来定" in deputy.everything


@pytest.mark.both_databases
async def test_a_superior_gives_it_to_somebody_else_with_a_reason_the_handlers_see(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    other = await town.holder("p-gh2", "何平")
    await report(chen)
    await steward.presses("我来办")
    await leader.says("/find 1号楼 处理中")
    await leader.presses(leader.buttons[0])
    await leader.presses("过问")
    await leader.presses("改派")
    await leader.presses("何平（2号楼楼栋长）")
    await leader.says("王秀兰这周住院")
    assert "已转给何平" in leader.screen
    assert "上级改派给您的报告" in other.everything
    assert "王秀兰这周住院" in steward.everything
    assert "改派给何平" in chen.screen
    await chen.presses("经过")
    assert "住院" not in chen.screen
    ticket = await town.database.run(first)
    assert (ticket.state, ticket.assignee_id) == (State.NEW, await person_id(town, other))


@pytest.mark.both_databases
async def test_a_superior_changes_the_grade_and_both_sides_read_the_old_and_the_new_promise(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    before = (await town.database.run(first)).resolve_due
    await leader.says("/find 2611-0001")
    await leader.presses(leader.buttons[0])
    await leader.presses("过问")
    await leader.presses("改等级")
    await leader.presses("紧急")
    await leader.says("楼道里有老人夜里摔过")
    assert "等级改为紧急" in leader.screen
    assert "等级改为紧急" in chen.screen
    assert "摔过" not in chen.everything
    assert "摔过" in steward.screen
    ticket = await town.database.run(first)
    assert ticket.grade is Grade.P1
    assert before is not None
    assert ticket.resolve_due is not None
    assert ticket.resolve_due < before


async def test_a_steward_cannot_step_in_even_with_forged_buttons(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    assert "过问" not in steward.buttons
    await steward.forges("t:regrade_to:1:1:P3", steward.card)
    await steward.says("不急")
    assert "这要由上一级来做" in steward.everything
    assert (await town.database.run(first)).grade is Grade.P2


async def test_a_duplicate_is_merged_its_reporter_follows_and_a_superior_can_take_them_apart(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    lin = await town.resident("林志远")
    await report(chen)
    await report(lin, "1号楼1单元楼道的灯坏了")
    await steward.presses("更多")
    await steward.presses("并入另一份")
    await steward.presses("2611-0001 桂花苑1号楼1单元")
    assert "把 2611-0002 并入 2611-0001，对吗" in steward.screen
    assert "楼道灯不亮" in steward.screen
    assert "楼道的灯坏了" in steward.screen
    await steward.presses("确定")
    assert "已把 2611-0002 并入 2611-0001" in steward.screen
    assert "并入了同一件事的另一份（编号 2611-0001）" in lin.screen
    assert "陈桂芳" not in lin.everything
    await steward.presses("我来办", under=next(m for m in steward.messages if "2611-0001" in (m.text or "")))
    assert "编号 2611-0001）现在：处理中" in lin.screen
    await leader.says("/find 2611-0002")
    await leader.presses(leader.buttons[0])
    assert "已并入编号 2611-0001" in leader.screen
    await leader.presses("拆开，单独办")
    assert "又单独办理了" in lin.screen
    assert "拆开单独办的报告" in steward.everything
    second = await town.database.run(lambda work: work.session.query(Ticket).filter_by(number="2611-0002").one())
    assert (second.state, second.merged_into_id) == (State.NEW, None)


@pytest.mark.both_databases
async def test_what_was_merged_goes_on_by_itself_when_the_other_is_withdrawn(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    lin = await town.resident("林志远")
    await report(chen)
    await report(lin, "1号楼1单元楼道的灯坏了")
    await steward.presses("更多")
    await steward.presses("并入另一份")
    await steward.says("2611-1")
    await steward.presses("确定")
    await chen.presses("撤回")
    await chen.presses("确定")
    assert "又单独办理了" in lin.screen
    second = await town.database.run(lambda work: work.session.query(Ticket).filter_by(number="2611-0002").one())
    assert second.state is State.NEW
    assert second.assignee_id is not None


async def test_a_merge_that_cannot_be_is_refused_with_the_reason(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(chen, "1号楼1单元楼上吵，夜里打麻将")
    await steward.presses("更多")
    await steward.presses("并入另一份")
    await steward.says("上次那份")
    assert "编号没看懂" in steward.screen
    await steward.says("2611-0002")
    assert "不能并入它自己" in steward.screen
    await steward.says("2611-0099")
    assert "没有这个编号" in steward.screen
    await steward.says("2611-0001")
    assert "不是一类事" in steward.everything


async def test_a_request_passes_no_word_to_whoever_may_not_see_the_ticket(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    stranger = await town.holder("p-gh2", "何平")
    await report(chen)
    await asks_to_park(steward)
    await stranger.forges("t:approve:1:2:1", stranger.last)
    assert "没有这个编号" in stranger.screen
    await chen.forges("t:approve:1:2:1", chen.last)
    await chen.says("同意吧")
    assert "这要由上一级来做" in chen.everything
    assert (await town.database.run(request)).decision == "waiting"


async def test_every_decision_is_in_the_history_with_who_and_when(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await asks_to_park(steward)
    await leader.presses("同意")
    await leader.says("同意")

    def lines(work: UnitOfWork) -> list[str]:
        return [str(line.action) for line in work.session.query(ChangeRow).order_by(ChangeRow.seq)]

    assert await town.database.run(lines) == ["file", "claim", "propose", "approve", "wait"]
    await leader.presses("经过")
    assert "王秀兰报上级批：挂账" in leader.screen
    assert "同意：挂账" in leader.screen
