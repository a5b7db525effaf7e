"""Already reported, small talk, words about an open report, categories put right, and many reports as one topic."""

from datetime import UTC, datetime

import pytest

from domain.posts.directory import Address
from domain.tickets.report_form import Form, Part
from domain.vocabulary import Action, Grade, Level, State
from services.filing.reports import file_form
from storage.models import ChangeRow, Correction, Draft, Follower, Person, PlaceRow, Ticket, TicketText
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import WAYS_OUT, Neighbourhood, Phone, labels

LAMP = "1号楼1单元楼道灯不亮"


def tickets(work: UnitOfWork) -> int:
    return work.session.query(Ticket).count()


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


def followers(work: UnitOfWork) -> int:
    return work.session.query(Follower).count()


def corrections(work: UnitOfWork) -> list[tuple[str | None, str, str | None]]:
    found = []
    for row in work.session.query(Correction).order_by(Correction.id):
        text = work.session.get(TicketText, row.text_id)
        found.append((row.proposed, row.chosen, text.body if text else None))
    return found


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


@pytest.fixture
async def lin(town: Neighbourhood) -> Phone:
    return await town.resident("林素芬")


# Already reported?


async def test_a_neighbours_report_is_shown_by_category_and_day_alone(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元楼道灯不亮，我陈桂芳每天摸黑上楼")
    await report(lin)
    assert lin.screen.startswith("这里已经有人报过")
    assert "楼道灯、路灯不亮，11月18日周三" in lin.screen
    for secret in ("陈桂芳", "摸黑", "2611-"):
        assert secret not in lin.screen
    assert lin.buttons == ["我也遇到", "另报"]
    await lin.presses("我也遇到")
    assert "您家也算一户" in lin.screen
    assert await town.database.run(tickets) == 1
    assert await town.database.run(drafts) == 0
    assert "又有一户遇到同样的问题" in steward.screen
    assert "共 2 户" in steward.screen
    assert "林素芬" not in steward.everything
    assert "楼道灯不亮" not in chen.screen or "林素芬" not in chen.everything
    await steward.presses("我来办")
    assert "您也遇到的「楼道灯、路灯不亮」" in lin.screen
    assert "有人接手了" in lin.screen
    await lin.says("/my")
    assert lin.screen == "您也遇到的\n楼道灯、路灯不亮（桂花苑1号楼1单元）　处理中", "and nothing of whose report it is"
    assert lin.buttons == [], "a follower reads nobody else's report"


async def test_reported_anyway_is_reported(town: Neighbourhood, chen: Phone, lin: Phone) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("另报")
    assert lin.screen.startswith("已收到")
    assert await town.database.run(tickets) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1号楼1单元楼上天天吵，脚步声太吵", "1号楼1单元楼上天天吵，脚步声太吵"),
        ("1号楼1单元301厨房漏水", "1号楼1单元厨房漏水"),
        ("1号楼1单元301楼道灯不亮", LAMP),
        (LAMP, "1号楼2单元楼道灯不亮"),
        (LAMP, "1号楼1单元停电了"),
    ],
    ids=["a dispute", "inside a flat", "at a flat's door", "the next stairs", "another category"],
)
async def test_what_is_private_or_something_else_is_never_shown(
    town: Neighbourhood, chen: Phone, lin: Phone, first: str, second: str
) -> None:
    await report(chen, first)
    await report(lin, second)
    assert lin.screen.startswith("已收到")


async def test_somewhere_in_the_community_is_no_place_that_two_reports_share(
    town: Neighbourhood, chen: Phone, lin: Phone
) -> None:
    for phone in (chen, lin):
        await phone.says("路灯不亮")
        await phone.presses("说不清，请社区来问")
        await phone.presses("提交")
        assert phone.screen.startswith("已收到")


async def test_told_in_confidence_closed_or_old_is_not_shown(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await chen.says(LAMP)
    await chen.presses("谁能看到我的名字")
    await chen.presses("不让对方知道")
    await chen.presses("提交")
    await report(lin)
    assert lin.screen.startswith("已收到")
    await town.pass_time(days=15)
    third = await town.resident("何小满")
    await report(third)
    assert third.screen.startswith("已收到")


async def test_at_most_five_times_a_day_to_one_person(town: Neighbourhood, chen: Phone, lin: Phone) -> None:
    await report(chen)
    for _ in range(5):
        await report(lin)
        assert "另报" in lin.buttons
        await lin.presses("我也遇到") if _ == 4 else None
        await lin.says("/cancel")
    await lin.says(LAMP)
    await lin.presses("提交")
    assert lin.screen.startswith("已收到"), "the sixth time nothing is shown"


@pytest.mark.both_databases
async def test_a_stranger_cannot_follow_what_was_not_shown_to_him(town: Neighbourhood, chen: Phone, lin: Phone) -> None:
    await report(chen, "1号楼1单元楼上天天吵，脚步声太吵")
    await lin.says("1号楼1单元楼上天天吵，脚步声太吵")
    await lin.forges("d:me-too:1:1", lin.last)
    assert await town.database.run(followers) == 0


async def test_ones_own_open_report_is_added_to_and_ones_own_closed_one_reopened(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(chen, "1号楼1单元楼道灯不亮，连二楼也黑了")
    assert chen.screen.startswith("您已经报过，还在办")
    await chen.presses("补充到 2611-0001")
    assert "已补充到 2611-0001" in chen.screen
    assert "连二楼也黑了" in steward.everything
    for press in ("我来办", "处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    await chen.presses("解决了")
    await town.pass_time(days=3)
    await report(chen, "1号楼1单元楼道灯不亮，换了没两天")
    assert "是又不行了吗" in chen.screen
    await chen.presses("重新打开 2611-0001")
    assert "已重新打开" in chen.screen
    await steward.presses("经过", under=steward.card)
    assert "换了没两天" in steward.everything
    assert await town.database.run(tickets) == 1


async def test_a_report_that_neighbours_share_goes_on_without_its_reporter(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    await chen.presses("撤回", under=chen.card)
    await chen.presses("确定")
    assert "报告会继续办" in chen.screen

    def state(work: UnitOfWork) -> State:
        return work.session.query(Ticket).one().state

    assert await town.database.run(state) is State.NEW


async def test_me_too_twice_is_one_household(town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone) -> None:
    await report(chen)
    for _ in range(2):
        await report(lin)
        await lin.presses("我也遇到")
    assert await town.database.run(followers) == 1

    def follows(work: UnitOfWork) -> int:
        return work.session.query(ChangeRow).filter(ChangeRow.action == Action.FOLLOW).count()

    assert await town.database.run(follows) == 1


async def test_three_reports_of_two_households_are_proposed_to_the_office_as_one_topic_once(
    town: Neighbourhood, chen: Phone, lin: Phone
) -> None:
    office = await town.holder("p-office", "方文清")
    await report(chen)
    await report(lin, "1号楼2单元楼道灯不亮")
    assert "专题" not in office.everything
    await report(chen, "1号楼2单元楼道灯也不亮")
    if "另报" in chen.buttons:
        await chen.presses("另报")
    assert "可以合成一个专题" in office.screen
    assert "30 天内 3 份报告，2 户" in office.screen
    assert len([label for label in labels(office.last) if label.startswith("2611-")]) == 3
    third = await town.resident("何小满")
    await report(third, "1号楼1单元楼道灯不亮")
    await third.presses("另报")
    assert office.everything.count("可以合成一个专题") == 1


async def test_a_topic_of_dangers_waits_for_the_morning(town: Neighbourhood, chen: Phone, lin: Phone) -> None:
    office = await town.holder("p-office", "方文清")
    await report(chen)
    await report(lin, "1号楼2单元楼道灯不亮")
    await town.pass_time(until=datetime(2026, 11, 18, 17, 30, tzinfo=UTC))

    def the_third_is_a_danger(work: UnitOfWork) -> None:
        known = work.session.query(Ticket).order_by(Ticket.id).first()
        person = work.people.by_account(chen.person.id)
        assert known is not None
        assert person is not None
        form = Form([Part(1, "还在冒火花")], [], [], category=known.category, address=known.address)
        file_form(work, person, form, grade=Grade.P0)

    await town.database.run(the_third_is_a_danger)
    await town.settle()
    assert "专题" not in office.everything, "half past one at night"
    await town.pass_time(until=datetime(2026, 11, 19, 1, 0, tzinfo=UTC))
    assert office.everything.count("可以合成一个专题") == 1


# Not a report


@pytest.mark.parametrize("words", ["你好", "谢谢师傅，辛苦了", "👍", "？？？", "好的好的", "Hello!", "thank you"])
async def test_greetings_open_nothing(town: Neighbourhood, chen: Phone, words: str) -> None:
    await chen.says(words)
    assert chen.screen.startswith("您好！家里、楼里有什么问题")
    assert chen.buttons == WAYS_OUT
    assert await town.database.run(drafts) == 0


@pytest.mark.parametrize(
    "words", ["这套房子多少钱", "周末可以看房吗", "低息贷款，无抵押，秒批，欢迎加微信", "东边那户是谁呀"]
)
async def test_chat_opens_nothing_and_is_one_tap_from_a_report(town: Neighbourhood, chen: Phone, words: str) -> None:
    await chen.says(words)
    assert await town.database.run(drafts) == 0
    assert chen.buttons[-3:] == ["这就是要报的事", *WAYS_OUT]
    await chen.presses("这就是要报的事")
    assert await town.database.run(drafts) == 1
    await chen.presses("看全部种类")
    await chen.presses("咨询建议")
    await chen.presses("咨询、建议、表扬")
    await chen.presses("说不清，请社区来问")
    assert words in chen.screen, "nothing is lost"


async def test_kept_words_are_gone_after_an_hour(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("这套房子多少钱")
    await town.pass_time(minutes=61)
    await chen.presses("这就是要报的事")
    assert await town.database.run(drafts) == 0


async def test_thanks_in_the_middle_of_a_draft_do_not_become_part_of_it(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.says("谢谢")
    assert "这份报告还没提交" in chen.screen
    await chen.presses("提交")
    assert "谢谢" not in chen.everything.split("已收到")[-1]


async def test_words_about_the_one_open_report_are_added_to_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await chen.says("怎么还没人来")
    assert chen.buttons[0] == "告诉王秀兰（编号2611-0001）"
    assert await town.database.run(drafts) == 0
    await chen.presses(chen.buttons[0])
    assert "已补充到 2611-0001" in chen.screen
    assert "怎么还没人来" in steward.everything
    await chen.says("什么时候来修啊")
    await chen.presses("是另一件新的事")
    assert await town.database.run(drafts) == 1


async def test_somebody_elses_ticket_cannot_be_added_to(town: Neighbourhood, chen: Phone, lin: Phone) -> None:
    await report(chen)
    await lin.says("这套房子多少钱")
    await lin.forges("t:add_these:1:0:", lin.last)

    def comments(work: UnitOfWork) -> int:
        return work.session.query(ChangeRow).filter(ChangeRow.action == Action.COMMENT).count()

    assert await town.database.run(comments) == 0


# The category


async def test_the_next_two_are_buttons_and_the_whole_list_two_taps_away(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼上漏水不肯赔，物业也不管")
    assert "什么事：漏水责任与赔偿" in chen.screen
    assert chen.buttons == ["提交", "改", "更多", "不报了"]
    await chen.presses("改")
    assert chen.buttons[0] == "物业服务不好"
    await chen.presses("物业服务不好")
    assert "什么事：物业服务不好" in chen.screen
    await chen.presses("改：什么事")
    await chen.presses("都不是")
    await chen.presses("看全部种类")
    await chen.presses("漏水堵水")
    await chen.presses("家里漏水、楼上渗水")
    await chen.presses("提交")
    assert await town.database.run(corrections) == [("D201", "R101", "1号楼1单元楼上漏水不肯赔，物业也不管")]


@pytest.mark.both_databases
async def test_a_handlers_correction_is_kept_too_and_its_words_go_with_the_tickets(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("改类别")
    await steward.presses("停电路灯")
    await steward.presses("停电、跳闸")
    await steward.presses("确定")
    assert await town.database.run(corrections) == [("R202", "R201", LAMP)]

    def emptied(work: UnitOfWork) -> None:
        work.contents.empty(work.session.query(Ticket).one())

    await town.database.run(emptied)
    assert await town.database.run(corrections) == [("R202", "R201", None)]


async def test_what_was_proposed_right_is_no_correction(town: Neighbourhood, chen: Phone) -> None:
    await report(chen)
    assert await town.database.run(corrections) == []


@pytest.mark.both_databases
async def test_households_share_a_home(town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone) -> None:
    def same_home(work: UnitOfWork) -> None:
        unit = work.session.query(PlaceRow).filter_by(code="gh1-1", level=Level.UNIT).one()
        for phone in (chen, lin):
            person = work.people.by_account(phone.person.id)
            assert isinstance(person, Person)
            person.home = Address(unit.id, room="301")

    await town.database.run(same_home)
    await report(chen)
    await report(lin)
    await lin.presses("我也遇到")
    assert "共 1 户" in steward.screen
