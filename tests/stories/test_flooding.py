"""How much one person may send: counted per person, told once, nothing lost, danger always let through."""

import pytest
from sqlalchemy import event

from bot.telegram.parsed import parsed_updates
from domain.vocabulary import Grade
from storage.models import InboxRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

TOO_MUCH = "您这一分钟里发得太多了"


def reports(work: UnitOfWork) -> list[Ticket]:
    return work.session.query(Ticket).order_by(Ticket.id).all()


def waiting(work: UnitOfWork) -> int:
    return work.inbox.depth()


async def chatters(phone: Phone, times: int, words: str = "/help") -> None:
    for _ in range(times):
        phone.person.says(phone.bot, words)
    await phone.town.settle()


async def test_the_twenty_first_message_of_a_minute_is_told_once_and_the_rest_in_silence(
    town: Neighbourhood, chen: Phone, clock: MovedClock
) -> None:
    await town.pass_time(minutes=1)
    await chen.says("1号楼1单元楼道灯不亮")
    heard = len(chen.messages)
    await chatters(chen, 40, "/language")
    assert len(chen.messages) == heard + 19 + 1
    assert chen.screen.startswith(TOO_MUCH)
    assert await town.database.run(waiting) == 0
    clock.move(seconds=60)
    await chen.presses("提交")
    assert chen.pressed.startswith("已收到"), "what was written before is kept"
    await chatters(chen, 1)
    assert not chen.screen.startswith(TOO_MUCH)


@pytest.mark.both_databases
async def test_help_over_and_over_shows_once_in_a_minute_what_is_asked(
    town: Neighbourhood, chen: Phone, clock: MovedClock
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    clock.move(seconds=60)
    heard = len(chen.messages)
    await chatters(chen, 40)
    assert len(chen.messages) == heard + 20 + 1 + 1, "help, what is asked, and that it is too much"
    assert chen.everything.count("您还有一份报告没提交") == 1
    clock.move(seconds=60)
    await chatters(chen, 1)
    assert chen.screen.startswith("您还有一份报告没提交"), "in the next minute it is shown again"
    await chen.presses("提交")
    assert "已收到" in chen.everything


async def test_a_question_that_waits_is_shown_under_help_once_in_a_minute_too(
    town: Neighbourhood, chen: Phone, steward: Phone, clock: MovedClock
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await chen.presses("补充")
    asked = chen.screen
    clock.move(seconds=60)
    await chatters(chen, 10)
    assert chen.everything.count(asked) == 2
    await chen.says("在三楼")
    assert "在三楼" in steward.everything


async def test_one_flood_silences_nobody_else(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    eve = await town.resident("伊娃")
    await chatters(eve, 60)
    assert eve.screen.startswith(TOO_MUCH)
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    assert "我来办" in steward.buttons


async def test_danger_passes_whatever_was_sent_before(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chatters(chen, 30)
    assert chen.screen.startswith(TOO_MUCH)
    await chen.says("1号楼1单元着火了")
    assert "119" in chen.everything


async def test_what_piled_up_while_the_bot_was_away_is_no_flood(
    town: Neighbourhood, chen: Phone, clock: MovedClock
) -> None:
    for _ in range(30):
        chen.person.says(town.bot, "/help")
        clock.move(seconds=20)
    clock.move(hours=2)
    await town.settle()
    assert TOO_MUCH not in chen.everything


async def test_the_count_is_in_the_database_and_outlives_the_process(town: Neighbourhood, chen: Phone) -> None:
    await town.pass_time(minutes=1)
    await chatters(chen, 15)
    await town.restart()
    await chatters(chen, 10)
    assert chen.everything.count(TOO_MUCH) == 1
    assert chen.screen.startswith(TOO_MUCH)


async def test_forged_presses_and_wrong_codes_count_although_they_are_refused(town: Neighbourhood, chen: Phone) -> None:
    await town.pass_time(minutes=1)
    for number in range(30):
        chen.person.start(town.bot, f"i_{number:022d}")
    await town.settle()
    assert chen.everything.count("这个链接无效") == 20
    assert chen.everything.count(TOO_MUCH) == 1
    await town.pass_time(minutes=2)
    for number in range(80):
        chen.person.presses(town.bot, chen.messages[0], f"t:open:{number}:0:", forge=True)
    await town.settle()
    assert chen.everything.count("没有这个编号") == 60
    assert chen.everything.count(TOO_MUCH) == 2


async def test_the_eleventh_report_of_a_day_waits_until_tomorrow_and_keeps_its_words(
    town: Neighbourhood, chen: Phone, steward: Phone, clock: MovedClock
) -> None:
    for _ in range(11):
        clock.move(minutes=1)
        await chen.says("1号楼1单元楼道灯不亮")
        await chen.presses("提交")
        if "另报" in chen.buttons:
            await chen.presses("另报")
    assert len(await town.database.run(reports)) == 10
    assert "您今天已经报了 10 件" in chen.screen
    assert "24 小时" in chen.screen
    assert "过期" not in chen.toast
    await town.pass_time(hours=20)
    await chen.presses("另报")
    assert chen.pressed.startswith("已收到")
    assert len(await town.database.run(reports)) == 11


@pytest.mark.both_databases
async def test_an_emergency_can_be_reported_after_ten_others(
    town: Neighbourhood, chen: Phone, steward: Phone, clock: MovedClock
) -> None:
    def full(work: UnitOfWork) -> None:
        person = work.people.by_account(chen.person.id)
        assert person is not None
        person.filed_on, person.filed = work.local_day(), 10

    await town.database.run(full)
    await chen.says("1号楼1单元着火了")
    if "提交" in chen.buttons:
        await chen.presses("提交")
    elif not await town.database.run(reports):
        await chen.presses("消防电动车")
        await chen.presses(chen.buttons[0])
        await chen.presses("提交")
    assert [ticket.grade for ticket in await town.database.run(reports)] == [Grade.P0]


async def test_calls_entered_by_the_office_are_not_counted(town: Neighbourhood, steward: Phone) -> None:
    office = await town.holder("p-office", "周敏")
    for _ in range(12):
        await town.pass_time(minutes=2)
        await office.says("/record")
        await office.says("1号楼1单元楼道灯不亮")
        await office.presses("提交")
        if "跳过" in office.buttons:
            await office.presses("跳过")
            await office.presses("提交")
    assert len(await town.database.run(reports)) == 12


async def test_a_group_that_shouts_gets_one_link_at_a_time(town: Neighbourhood, chen: Phone) -> None:
    group = town.telegram.add_group("一号楼业主群", [chen.person])
    for _ in range(50):
        chen.person.says(town.bot, "/help", in_group=group)
    await town.app.bring()
    await town.app.intake.drain()
    assert await town.database.run(lambda work: work.outbox.depth()) == 1


async def test_the_count_costs_one_statement_and_no_row(town: Neighbourhood, chen: Phone) -> None:
    await town.pass_time(minutes=1)
    said: list[str] = []

    def listen(work: UnitOfWork) -> None:
        def hear(_c: object, _cursor: object, statement: str, _p: object, _context: object, _many: bool) -> None:
            said.append(statement)

        event.listen(work.session.get_bind(), "before_cursor_execute", hear)

    await town.database.run(listen)
    chen.person.says(town.bot, "/help")
    await town.app.bring()
    await town.app.intake.drain()
    about = [statement for statement in said if " person " in statement.replace("\n", " ")]
    if town.database.dialect == "sqlite":  # PostgreSQL takes another connection of its pool
        assert [statement.split()[0] for statement in about] == ["SELECT", "UPDATE"], about


async def test_updates_set_aside_are_forgotten_with_their_words_after_two_weeks(
    town: Neighbourhood, chen: Phone, clock: MovedClock
) -> None:
    def kept(work: UnitOfWork) -> list[tuple[int, bool]]:
        return [(row.state, row.body is not None) for row in work.session.query(InboxRow).order_by(InboxRow.id)]

    await town.app.intake.keep(
        parsed_updates([{"update_id": 999_999_999, "message": {"chat": {"id": chen.person.id}, "text": 7}}])
    )
    await town.settle()
    assert (2, True) in await town.database.run(kept)
    assert {body for state, body in await town.database.run(kept) if state == 1} == {False}
    await town.pass_time(days=13)
    assert (2, True) in await town.database.run(kept)
    await town.pass_time(days=2)
    assert await town.database.run(kept) == []


@pytest.mark.both_databases
async def test_a_language_that_is_none_is_not_kept(town: Neighbourhood) -> None:
    sender = {"id": 77, "is_bot": False, "first_name": "x", "language_code": "zh\0'; DROP" * 9}
    message = {"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}, "from": sender, "text": "/help"}
    await town.app.intake.keep(parsed_updates([{"update_id": 7, "message": message}]))
    await town.settle()

    def language(work: UnitOfWork) -> str | None:
        person = work.people.by_account(77)
        return person.device_language if person is not None else "nobody"

    assert await town.database.run(language) is None
