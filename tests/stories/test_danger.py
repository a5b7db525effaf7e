"""Danger first: the number, a ticket at once, everybody called; harm to people stays with its own staff."""

import pytest

from domain.vocabulary import Grade, HeldAs, Level, Role, State
from storage.models import Draft, HoldingRow, PlaceRow, PostRow, SafeguardingAlert, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


def tickets(work: UnitOfWork) -> list[Ticket]:
    return work.session.query(Ticket).order_by(Ticket.id).all()


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


def alerts(work: UnitOfWork) -> list[SafeguardingAlert]:
    return work.session.query(SafeguardingAlert).order_by(SafeguardingAlert.id).all()


async def newcomer(town: Neighbourhood, name: str) -> Phone:
    """Somebody who has never agreed to anything."""
    return Phone(town, town.telegram.add_person(name, language_code="zh"))


async def test_the_first_words_of_a_stranger_are_an_alarm_before_any_consent(
    town: Neighbourhood, steward: Phone
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    duty = await town.holder("p-duty", "康守一")
    stranger = await newcomer(town, "何小满")
    await stranger.says("1号楼1单元楼道里冒黑烟")
    first, second = stranger.messages
    assert (first.text or "").startswith("打119。马上离开")
    assert "已同时通知 3 个人。现在还没有人答应" in (second.text or "")
    assert "桂花苑1号楼1单元" in (second.text or "")
    for phone in (steward, deputy, duty):
        assert phone.screen.startswith("紧急！有危险")
        assert "我来办" in phone.buttons
    [ticket] = await town.database.run(tickets)
    assert (ticket.grade, ticket.state, ticket.category) == (Grade.P0, State.NEW, "X001")
    await duty.presses("我来办")
    assert "已接单" in stranger.screen, "only now a person has said so"


@pytest.mark.both_databases
async def test_an_unknown_place_is_the_persons_home_or_the_whole_community(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    office = await town.holder("p-office", "方文清")
    await chen.says("闻到煤气味，快来")
    assert "示例社区" in chen.screen
    assert office.screen.startswith("紧急！有危险")
    await chen.says("3号楼啊不对，是1号楼2单元")
    assert steward.everything.count("紧急！有危险") == 1, "whoever answers for the place is called as well"
    assert "紧急：地点改为桂花苑1号楼2单元" in steward.everything
    [ticket] = await town.database.run(tickets)
    assert ticket.house_number is None

    lin = await town.resident("林素芬")
    await lin.says("1号楼1单元301楼道灯不亮")
    await lin.presses("记住这是我家")
    await lin.presses("不报了")
    await lin.says("着火了")
    assert "桂花苑1号楼1单元301" in lin.screen


async def test_one_open_alarm_per_person_and_place_and_what_follows_is_added(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元着火了")
    await chen.says("火烧起来了，快来人")
    assert "已补充到紧急报告" in chen.screen
    assert "误报，取消" not in chen.buttons
    await chen.says("在三楼东边那家")
    assert "已补充到紧急报告" in chen.screen
    assert "在三楼东边那家" in steward.everything
    assert len(await town.database.run(tickets)) == 1
    await chen.says("2号楼也着火了")
    assert len(await town.database.run(tickets)) == 2, "another place is another alarm"
    other = await town.resident("林素芬")
    await other.says("1号楼1单元着火了")
    assert len(await town.database.run(tickets)) == 3, "another person's alarm is his own"


async def test_another_matter_after_an_alarm_is_a_report_of_its_own(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元着火了")
    await chen.says("还有，停车位被人占了，没人管")
    assert await town.database.run(drafts) == 1
    await town.pass_time(minutes=16)
    await chen.says("谢谢")
    assert len(await town.database.run(tickets)) == 1


async def test_an_open_draft_survives_the_alarm(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("电线冒火花了！")
    assert "已记为紧急" in chen.screen
    assert "桂花苑1号楼1单元" in chen.screen, "the draft knew where"
    assert await town.database.run(drafts) == 1
    await chen.presses("提交")
    assert len(await town.database.run(tickets)) == 2
    assert steward.everything.count("冒火花") == 1


async def test_a_false_alarm_is_called_off_within_a_minute_and_everybody_hears_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    await chen.says("1号楼1单元着火了")
    town.clock.move(seconds=50)
    await chen.presses("误报，取消")
    assert "已取消" in chen.screen
    assert "误报，已取消" in steward.screen
    assert "误报，已取消" in deputy.screen
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.WITHDRAWN
    await chen.says("1号楼1单元着火了")
    assert len(await town.database.run(tickets)) == 2, "a new alarm is a new one"


async def test_after_a_minute_only_words_reach_whoever_was_called(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元着火了")
    town.clock.move(seconds=61)
    await chen.presses("误报，取消")
    assert "已经超过一分钟" in chen.everything
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.NEW
    await chen.says("误报，是在熏腊肉")
    assert "误报，是在熏腊肉" in steward.everything


async def test_nobody_else_can_call_it_off(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元着火了")
    offer = chen.last
    other = await town.resident("林素芬")
    data = next(b.data or "" for row in offer.buttons for b in row)
    await other.forges(data, other.last)
    await steward.forges(data, steward.card)
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.NEW


async def test_a_risk_shows_one_line_and_one_tap_makes_it_an_alarm(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道堆满杂物，万一着火跑不掉")
    hint = next(m.text or "" for m in chen.messages if "119" in (m.text or ""))
    assert hint == "如果现在就有危险：请打 119。"
    assert "提交" in chen.buttons
    assert await town.database.run(tickets) == []
    await chen.presses("现在就有危险")
    assert "已记为紧急" in chen.screen
    assert steward.screen.startswith("紧急！有危险")
    assert await town.database.run(drafts) == 1


async def test_with_nobody_to_call_the_bot_says_so(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元着火了")
    assert "现在一个值守的人都联系不到" in chen.screen
    assert "来的路上" not in chen.everything


async def test_a_steward_who_tells_of_danger_in_a_reply_raises_no_second_alarm(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says("线路短路冒火花，我已经断电，请别碰")
    assert "线路短路冒火花" in chen.everything
    assert len(await town.database.run(tickets)) == 1


async def test_the_words_beside_a_file_that_is_too_big_are_screened_all_the_same(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    chen.person.sends_document(town.bot, size=21 * 1024 * 1024, caption="1号楼1单元着火了")
    await town.settle()
    assert "已记为紧急" in chen.screen
    assert steward.screen.startswith("紧急！有危险")


async def test_an_edited_message_is_screened_too(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    message = next(m for m in reversed(chen.person.chat(town.bot).messages) if not m.from_bot)
    chen.person.edits(town.bot, message.id, "1号楼1单元楼道着火了")
    await town.settle()
    assert "已记为紧急" in chen.screen
    assert steward.screen.startswith("紧急！有危险")


async def safeguarder(town: Neighbourhood, name: str) -> Phone:
    def post(work: UnitOfWork) -> None:
        root = work.session.query(PlaceRow).filter_by(level=Level.COMMUNITY).one()
        work.session.add(PostRow(code="p-safe", place_id=root.id, role=Role.SAFEGUARDING, title="未成年人保护专干"))
        work.places.touch()

    await town.database.run(post)
    return await town.holder("p-safe", name)


@pytest.mark.both_databases
async def test_harm_reaches_the_safeguarding_staff_alone(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    guard = await safeguarder(town, "顾安然")
    office = await town.holder("p-office", "方文清")
    secretary = await town.holder("p-secretary", "席明川")
    await chen.says("我老公打我，我和孩子很害怕")
    assert chen.screen.startswith("打110。先离开")
    assert "您不用一个人扛着" in chen.screen
    assert "还没有人回话" in chen.screen
    assert "我老公打我" in guard.screen
    assert guard.screen.startswith("保密")
    for phone in (steward, office, secretary):
        assert "打我" not in phone.everything
        assert "保密" not in phone.everything
    assert await town.database.run(tickets) == []
    assert await town.database.run(drafts) == 0
    await guard.presses("我来联系")
    assert "会跟您联系" in chen.screen
    [alert] = await town.database.run(alerts)
    assert alert.seen_at is not None


async def test_an_administrator_and_a_forger_cannot_take_an_alert_on(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    guard = await safeguarder(town, "顾安然")

    def make_administrator(work: UnitOfWork) -> None:
        person = work.people.by_account(steward.person.id)
        assert person is not None
        person.is_administrator = True

    await town.database.run(make_administrator)
    await chen.says("我不想活了")
    data = next(b.data or "" for row in guard.last.buttons for b in row)
    await steward.forges(data, steward.last)
    assert "不想活" not in steward.everything
    [alert] = await town.database.run(alerts)
    assert alert.seen_at is None
    await steward.forges("m:take_on:99999999999999999999", steward.last)


async def test_an_alert_is_told_again_until_somebody_takes_it_and_waits_for_the_first_of_the_staff(
    town: Neighbourhood, chen: Phone
) -> None:
    await chen.says("隔壁天天在打孩子")
    assert "现在联系不到社区专门负责保护的人" in chen.screen
    guard = await safeguarder(town, "顾安然")
    await town.pass_time(minutes=1)
    assert "打孩子" in guard.screen
    heard = len(guard.messages)
    await town.pass_time(minutes=11)
    assert len(guard.messages) == heard + 1
    await guard.presses("我来联系")
    heard = len(guard.messages)
    await town.pass_time(minutes=30)
    assert len(guard.messages) == heard


@pytest.mark.both_databases
async def test_whoever_no_longer_holds_the_post_reads_no_alert(town: Neighbourhood, chen: Phone) -> None:
    guard = await safeguarder(town, "顾安然")
    await chen.says("有人要跳楼")
    shown = guard.last

    def leave(work: UnitOfWork) -> None:
        for row in work.session.query(HoldingRow):
            row.until = work.now
        work.places.touch()

    await town.database.run(leave)
    heard = len(guard.messages)
    await town.pass_time(minutes=11)
    assert [m.text for m in guard.messages[heard:] if not (m.text or "").startswith("您不再担任")] == []
    await guard.presses("我来联系", under=shown)
    [alert] = await town.database.run(alerts)
    assert alert.seen_at is None


async def test_the_words_of_an_alert_go_after_ninety_days(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("我不想活了")
    await town.pass_time(days=91)
    [alert] = await town.database.run(alerts)
    assert alert.words is None


async def test_what_else_such_words_speak_of_is_one_tap_away(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("物业保安动手打人，1号楼物业费乱收")
    assert chen.screen.startswith("打110")
    assert await town.database.run(drafts) == 0
    await chen.presses("说的是另一件事，照常报")
    assert "提交" in chen.buttons
    assert "物业保安动手打人" in chen.screen
