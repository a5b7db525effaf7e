"""From the office to many: written, previewed, approved by a second person, sent by day, muted, stopped, counted."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.courier.courier import MAX_IN_FLIGHT
from domain.posts.directory import Address
from services.parts import MAX_BATCH
from storage.models import PlaceRow, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.service.sending import queue_copies
from tests.stories.neighbourhood import Neighbourhood, Phone, data_of

WATER = "明天8点到18点停水\n请提前存水，老人多备一些。"


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


async def lives(phone: Phone, code: str, room: str | None = None) -> Phone:
    """The person has said where home is."""

    def move_in(work: UnitOfWork) -> None:
        person, place = work.people.by_account(phone.person.id), work.directory.by_code(code)
        assert person is not None
        assert place is not None
        person.home = Address(place.id, room=room)

    await phone.town.database.run(move_in)
    return phone


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


@pytest.fixture
async def secretary(town: Neighbourhood) -> Phone:
    return await town.holder("p-secretary", "席明川")


async def write(author: Phone, words: str = WATER, place: str = "桂花苑1号楼") -> None:
    await author.says("/announce")
    if "发给哪里" in author.screen:
        await author.says(place)
    await author.says(words)


async def test_the_office_tells_one_building_and_reads_what_became_of_it(
    town: Neighbourhood, office: Phone, chen: Phone, steward: Phone
) -> None:
    await lives(chen, "gh1-1", "502")
    away = await lives(await town.resident("刘大海"), "gh2", "101")
    await office.says("/announce")
    assert office.screen.startswith("发给哪里")
    await office.presses("桂花苑")
    await office.presses("1号楼")
    await office.presses("就是桂花苑1号楼（整个）")
    assert "第一行写要点" in office.screen
    await office.says(WATER)
    assert office.screen.splitlines()[:3] == [
        "请看一下，按「发送」才会发。",
        "普通通知，发给：桂花苑1号楼",
        "收得到的：2 人",
    ]
    heard = len(chen.messages)
    await office.presses("发送")
    assert "正在发" not in chen.everything
    await town.pass_time(seconds=5)
    lines = chen.screen.splitlines()
    assert lines[:2] == ["通知　桂花苑1号楼", "明天8点到18点停水"]
    assert "社区办公室发" in lines[-1]
    assert len(chen.messages) == heard + 1
    assert "停水" in steward.everything
    assert "停水" not in away.everything
    assert "不收普通通知" in chen.buttons
    await town.pass_time(seconds=30)
    assert "这条通知发完了" in office.screen
    assert "已送到 2 人，没送到 0 人" in office.screen
    told = len(office.messages)
    await town.pass_time(minutes=5)
    assert len(office.messages) == told, "the result is told once"
    assert len(chen.messages) == heard + 1


@pytest.mark.both_databases
async def test_ordinary_ones_can_be_muted_and_urgent_ones_cannot(
    town: Neighbourhood, office: Phone, secretary: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1", "502")
    await lives(await town.resident("刘大海"), "gh1-2", "301")
    await write(office)
    await office.presses("发送")
    await town.pass_time(seconds=5)
    await chen.presses("不收普通通知")
    assert "普通通知不再发给您" in chen.screen
    await town.pass_time(minutes=1)
    heard = len(chen.messages)
    await write(office, "周六大扫除\n自愿参加")
    assert "收得到的：1 人" in office.screen
    assert "关掉了普通通知的：1 人" in office.screen
    await office.presses("发送")
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    assert len(chen.messages) == heard
    assert "没送到 1 人" in office.screen
    assert "1 人关掉了普通通知" in office.screen
    await write(office, "二次供水有异味，先别喝")
    await office.presses("改成紧急")
    assert "收得到的：2 人" in office.screen
    await office.presses("发送")
    await secretary.presses("同意发送")
    await town.pass_time(minutes=1)
    assert chen.screen.startswith("紧急通知　桂花苑1号楼\n二次供水有异味")
    assert chen.buttons == []
    await chen.says("/notices")
    assert "普通通知也发给您" in chen.screen


@pytest.mark.both_databases
async def test_an_urgent_one_waits_for_another_persons_press(
    town: Neighbourhood, office: Phone, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await lives(chen, "gh1-1")
    await write(steward, "楼道有人溜门撬锁，请锁好门")
    await steward.presses("改成紧急")
    await steward.presses("发送")
    assert "等另一个人按" in steward.screen
    await town.pass_time(minutes=10)
    assert "撬锁" not in chen.everything
    card = secretary.last
    assert "同意发送" in secretary.buttons
    assert "1号楼楼栋长 王秀兰要发紧急通知" in secretary.screen
    await office.presses("同意发送")
    assert "单晓棠同意了" in steward.screen
    await secretary.presses("不发", under=card)
    assert "已经有人按过" in secretary.everything
    await town.pass_time(seconds=5)
    assert chen.screen.startswith("紧急通知")


@pytest.mark.both_databases
async def test_the_author_cannot_be_the_second_person_and_without_one_it_stays_a_draft(
    town: Neighbourhood, office: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    await write(office)
    await office.presses("改成紧急")
    await office.presses("发送")
    assert "现在没有别人联系得上" in office.screen
    secretary = await town.holder("p-secretary", "席明川")
    await office.presses("发送")
    forged = data_of(secretary.last, "同意发送")
    await office.forges(forged, office.last)
    assert "要别人来按" in office.everything
    await secretary.presses("不发")
    assert "席明川没有同意" in office.screen
    await town.pass_time(minutes=5)
    assert "停水" not in chen.everything


@pytest.mark.both_databases
async def test_two_second_people_press_at_once_and_it_is_decided_once(
    town: Neighbourhood, office: Phone, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await lives(chen, "gh1-1")
    await write(steward, "停气检修")
    await steward.presses("改成紧急")
    await steward.presses("发送")
    for phone, label in ((office, "同意发送"), (secretary, "不发")):
        phone.person.presses(phone.bot, phone.last, data_of(phone.last, label))
    await town.settle()
    await town.pass_time(minutes=1)
    decided = steward.everything.count("同意了") + steward.everything.count("没有同意")
    assert decided == 1
    assert ("停气检修" in chen.everything) == ("同意了" in steward.everything)


async def test_only_danger_rings_at_night_and_the_preview_says_when_it_goes_out(
    town: Neighbourhood, office: Phone, secretary: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    town.clock.set(local(18, 23, 10))
    await write(office)
    assert "发出：明天07:30（夜里不打扰人）" in office.screen
    await office.presses("改成紧急")
    assert "发出：明天07:00（夜里不打扰人）" in office.screen
    await office.presses("改成危险")
    assert "发出：按下后马上" in office.screen
    await office.presses("改成普通")
    heard = len(chen.messages)
    await office.presses("发送")
    await town.pass_time(until=local(19, 7, 29))
    assert len(chen.messages) == heard
    await town.pass_time(until=local(19, 7, 30))
    assert "停水" in chen.screen
    town.clock.set(local(19, 23, 10))
    await write(office, "燃气泄漏，马上下楼")
    await office.presses("改成危险")
    await office.presses("发送")
    await secretary.presses("同意发送")
    await town.pass_time(seconds=5)
    assert chen.screen.startswith("危险，马上看")


@pytest.mark.both_databases
async def test_it_is_sent_at_its_time_and_can_be_stopped_before(
    town: Neighbourhood, office: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    await write(office)
    await office.presses("改时间")
    await office.says("昨天 18:00")
    assert "没看懂时间" in office.screen
    await office.says("11-17 18:00")
    assert "已经过了" in office.screen
    await office.says("明天晚上6点半")
    assert "发出：明天18:30" in office.screen
    await office.presses("改有效期")
    await office.says("今天")
    assert "比发出的时间还早" in office.screen
    await office.says("11-21")
    assert "有效到：11月21日周六23:59" in office.screen
    heard = len(chen.messages)
    await office.presses("发送")
    assert office.screen.startswith("已排好，明天18:30发出")
    await town.pass_time(until=local(19, 18, 29))
    assert len(chen.messages) == heard
    await office.says("/announce")
    await office.presses("停发", under=next(m for m in reversed(office.messages) if "已排好" in (m.text or "")))
    await town.pass_time(until=local(19, 18, 31))
    assert len(chen.messages) == heard


@pytest.mark.both_databases
async def test_stopped_half_way_the_rest_does_not_leave_and_the_author_reads_how_many_did(
    town: Neighbourhood, office: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    blocked = await lives(await town.resident("何小满"), "gh1-2")
    await lives(await town.resident("刘大海"), "gh1-2", "301")
    await write(office)
    await office.presses("发送")
    assert await town.database.run(lambda work: queue_copies(work, 2)) == 2
    blocked.person.blocks(town.bot)
    await town.settle()
    await office.presses("停发")
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    result = next(m.text or "" for m in office.messages if "停了，没发出的没有发" in (m.text or ""))
    assert "已送到 1 人" in result
    assert "1 人停用了机器人" in result


async def test_to_nobody_is_refused_with_the_reason(town: Neighbourhood, office: Phone, chen: Phone) -> None:
    await write(office, place="桂花苑2号楼")
    await office.presses("发送")
    assert "没有人收得到" in office.screen
    await lives(chen, "gh2")
    await office.presses("发送")
    assert "已排好" in office.everything


async def test_a_steward_tells_his_own_places_and_no_others(
    town: Neighbourhood, steward: Phone, leader: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    await steward.says("/announce")
    assert "第一行写要点" in steward.screen, "his one building is chosen already"
    await steward.says(WATER)
    await steward.presses("再加地方")
    await steward.says("桂花苑2号楼")
    assert "2号楼不归您负责" in steward.screen
    await leader.says("/announce")
    await leader.says("桂花苑2号楼")
    assert "第一行写要点" in leader.screen
    await chen.says("/announce")
    assert "要担任楼栋长" in chen.screen
    await leader.says("三公街")
    assert "第一行写要点" not in leader.screen.splitlines()[0]


async def test_the_first_line_says_what_it_is_about_and_nothing_written_is_lost(
    town: Neighbourhood, office: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    await office.says("/announce")
    await office.says("桂花苑1号楼")
    await office.says("各位居民朋友大家好，" * 8)
    assert "第一行太长" in office.screen
    await office.says("停水\n" + "很长" * 1000)
    assert "太长了" in office.screen
    await office.says(WATER)
    assert "停水" in office.screen


@pytest.mark.both_databases
async def test_residents_without_the_app_are_told_at_the_door_by_their_steward(
    town: Neighbourhood, office: Phone, chen: Phone, steward: Phone, leader: Phone
) -> None:
    def count_households(work: UnitOfWork) -> None:
        for row in work.session.query(PlaceRow).where(PlaceRow.code.in_(("gh1-1", "gh1-2"))):
            row.households = 12
        work.places.touch()

    await town.database.run(count_households)
    await lives(chen, "gh1-1", "502")
    await steward.says("/record")
    await steward.says("1号楼1单元301 罗奶奶打电话说楼道灯不亮")
    if "跳过" in steward.buttons:
        await steward.presses("跳过")
    await steward.presses("提交")
    await write(office, place="桂花苑")
    assert "没装的：约 23 户" in office.screen
    assert "没登记户数的：1 处" in office.screen
    await office.presses("发送")
    await town.pass_time(seconds=5)
    task = next(m for m in reversed(steward.messages) if "都告诉到了" in [b.text for r in m.buttons for b in r])
    assert (task.text or "").splitlines()[:3] == [
        "请上门告知没装机器人的住户",
        "明天8点到18点停水",
        "桂花苑1号楼1单元：约 11 户没装",
    ]
    assert "桂花苑1号楼2单元：约 12 户没装" in (task.text or "")
    assert "桂花苑1号楼1单元301" in (task.text or "")
    assert "桂花苑2号楼：户数没登记" in leader.everything, "no steward there: the next one up is asked"
    await steward.presses("都告诉到了", under=task)
    assert "已记下" in steward.screen
    await town.pass_time(minutes=1)
    assert "上门告知：2 位负责，1 位已告知" in office.everything


@pytest.mark.both_databases
async def test_a_photo_goes_with_the_words(town: Neighbourhood, office: Phone, chen: Phone) -> None:
    await lives(chen, "gh1-1")
    await office.says("/announce")
    await office.says("桂花苑1号楼")
    office.person.sends_photo(office.bot, caption=WATER)
    await town.settle()
    assert "有一张照片" in office.screen
    await office.presses("发送")
    await town.pass_time(seconds=5)
    assert chen.last.kind == "photo"
    assert "明天8点到18点停水" in chen.screen


async def test_a_draft_is_dropped_on_a_press_and_after_its_hours(town: Neighbourhood, office: Phone) -> None:
    await write(office)
    await office.presses("不发了")
    await write(office)
    await town.pass_time(hours=25)
    assert await town.database.run(lambda work: work.session.query(AnnouncementRow).count()) == 0
    await office.presses("发送")
    assert "草稿已经不在了" in office.screen


@pytest.mark.both_databases
async def test_nobody_agrees_in_time_and_it_lapses(
    town: Neighbourhood, office: Phone, secretary: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1")
    await write(office)
    await office.presses("改有效期")
    await office.presses("留1天")
    await office.presses("改成紧急")
    await office.presses("发送")
    await town.pass_time(until=local(19, 10))
    assert "没有人按同意" in office.everything
    await secretary.presses("同意发送")
    assert "停水" not in chen.everything


async def test_what_has_not_left_when_it_expires_does_not_leave_any_more(
    town: Neighbourhood, office: Phone, chen: Phone
) -> None:
    emma = await lives(await town.resident("Emma", english=True), "gh1-2")
    await lives(chen, "gh1-1")
    await write(office)
    await office.presses("改有效期")
    await office.presses("留1天")
    await office.presses("发送")
    assert await town.database.run(lambda work: queue_copies(work, MAX_BATCH)) > 0
    town.clock.move(hours=25)  # the program was away
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    assert "停水" not in chen.everything + emma.everything
    assert "2 人还没发就停了或过期了" in office.everything


async def test_each_reads_it_in_his_own_language(town: Neighbourhood, office: Phone) -> None:
    emma = await lives(await town.resident("Emma", english=True), "gh1-2")
    await write(office)
    await office.presses("发送")
    await town.pass_time(seconds=5)
    assert emma.screen.startswith("Notice　桂花苑1号楼")
    await emma.presses("No ordinary notices")
    assert "urgent ones still are" in emma.screen


async def test_words_of_danger_in_a_notice_alarm_nobody(town: Neighbourhood, office: Phone, chen: Phone) -> None:
    await lives(chen, "gh1-1")
    await write(office, "遇到家暴，马上打110\n着火了先打119再下楼")
    assert office.screen.startswith("请看一下，按「发送」才会发")
    assert await town.database.run(lambda work: work.session.query(Ticket).count()) == 0


async def test_three_thousand_are_queued_in_short_transactions_and_a_report_is_answered_between(
    town: Neighbourhood, office: Phone, chen: Phone, steward: Phone
) -> None:
    await lives(chen, "gh1-1")
    people = [town.telegram.add_person(f"居民{n}", language_code="zh") for n in range(3000)]
    for person in people:
        person.chat(town.bot).started = True

    def move_in(work: UnitOfWork) -> None:
        place = work.directory.by_code("gh1-2")
        assert place is not None
        for person in people:
            work.people.recognise("telegram", str(person.id), "zh").home = Address(place.id)

    await town.database.run(move_in)
    await write(office)
    await office.presses("发送")
    rounds = 0
    while await town.database.run(lambda work: queue_copies(work, MAX_BATCH)):
        rounds += 1
    assert rounds >= 3000 / MAX_BATCH
    waiting = await town.database.run(lambda work: work.outbox.depth())
    assert waiting > 3000
    flying = asyncio.create_task(town.app.courier.drain())
    await asyncio.sleep(0)
    chen.person.says(town.bot, "1号楼1单元楼道灯不亮")
    await town.app.bring()
    await town.app.intake.drain()
    before = sum(person.chat(town.bot).messages != [] for person in people)
    while "请看一下对不对" not in chen.everything:  # noqa: ASYNC110 - the loop's turns are what is waited for
        await asyncio.sleep(0)
    overtaken = sum(person.chat(town.bot).messages != [] for person in people) - before
    flying.cancel()
    assert overtaken <= 2 * MAX_IN_FLIGHT, "the answer waits for what is in flight, and for nothing behind it"
