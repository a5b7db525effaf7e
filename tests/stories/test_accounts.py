"""Somebody with two accounts: told where they spoke last, and reached as long as one of them can be. And groups."""

import pytest
from sqlalchemy import select

from domain.notices.notices import Letter, Say
from storage.models import Account, LaneRow, OutboxRow, Person, TicketText
from storage.models.delivery import OutboxState
from storage.models.tickets import MessageOfTicket
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

LAMP = "1号楼1单元楼道灯不亮"


async def second_of(phone: Phone) -> Phone:
    """Another phone of the same person, with an account of its own."""
    town = phone.town
    other = Phone(town, town.telegram.add_person(f"{phone.person.first_name}的另一部手机", language_code="zh"))
    other.person.chat(town.bot).started = True

    def join(work: UnitOfWork) -> None:
        person = work.people.by_account(phone.person.id)
        assert person is not None
        work.accounts.give("telegram", str(other.person.id), person.id)

    await town.database.run(join)
    town.clock.move(minutes=1)
    await phone.says("/help")
    town.clock.move(minutes=1)
    return other


def is_asked(phone: Phone) -> bool:
    """Has this phone a card on which somebody may take the report?"""
    return any("我来办" in labels(message) for message in phone.messages)


async def report(phone: Phone) -> None:
    await phone.says(LAMP)
    await phone.presses("提交")


@pytest.mark.both_databases
async def test_somebody_with_two_accounts_is_answered_where_they_speak_and_told_where_they_spoke_last(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    other = await second_of(chen)
    await report(other)
    assert "2611-0001" in other.everything
    assert "2611-0001" not in chen.everything
    await steward.presses("我来办")
    assert "王秀兰" in other.screen
    assert "王秀兰" not in chen.everything
    town.clock.move(minutes=1)
    await chen.says("/my")
    assert "2611-0001" in chen.screen, "the same person"
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    assert "没解决" in chen.buttons
    assert "没解决" not in other.buttons


async def test_a_press_is_answered_in_the_account_in_which_the_button_is(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    other = await second_of(chen)
    await chen.says(LAMP)
    await other.says("/help")
    heard = len(other.messages)
    await chen.presses("提交")
    assert "2611-0001" in chen.everything
    assert len(other.messages) == heard


async def test_what_is_held_for_a_steward_who_blocks_one_account_rings_in_the_morning_at_the_other(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    other = await second_of(steward)
    await town.pass_time(hours=14)  # at night
    await report(chen)
    assert not is_asked(steward)
    steward.person.blocks(town.bot)
    await town.settle()
    await town.pass_time(hours=10)
    assert is_asked(other)
    await other.presses("我来办")
    await chen.says("/my")
    assert "处理中" in chen.screen


@pytest.mark.both_databases
async def test_a_steward_is_passed_over_when_both_accounts_are_blocked_and_not_before(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    other = await second_of(steward)
    await report(chen)
    assert "我来办" in steward.buttons
    steward.person.blocks(town.bot)
    await town.settle()
    assert not is_asked(leader)
    await chen.presses("补充")
    await chen.says("还是不亮")
    assert "还是不亮" in other.everything
    assert is_asked(other), "the card is drawn there"
    other.person.blocks(town.bot)
    await town.settle()
    assert is_asked(leader)
    other.person.unblocks(town.bot)
    await other.says("/help")

    def can_be_told(work: UnitOfWork) -> bool:
        person = work.people.by_account(steward.person.id)
        return person is not None and work.accounts.reachable(person.id) and work.directory.reachable(person.id)

    assert await town.database.read(can_be_told)


async def test_that_an_account_is_lost_is_learnt_from_telegrams_answer_too(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    other = await second_of(steward)
    steward.person.blocks(town.bot)
    town.bot.updates.clear()
    await report(chen)
    assert is_asked(other), "it went on to the other one"
    assert not is_asked(leader)


async def test_a_group_is_an_account_of_nobody(town: Neighbourhood, chen: Phone) -> None:
    group = town.telegram.add_group("一号楼业主群", [chen.person])
    await town.settle()
    chen.person.says(town.bot, "/help", in_group=group)
    await town.settle()

    def look(work: UnitOfWork) -> tuple[int | None, list[int]]:
        account = work.accounts.find("telegram", str(group.id))
        assert account is not None
        told = work.session.scalars(select(OutboxRow.state).where(OutboxRow.account_id == account.id))
        return account.person_id, list(told)

    assert await town.database.read(look) == (None, [OutboxState.SENT])


async def test_a_group_that_has_moved_is_told_at_its_new_number_though_no_update_has_said_so(
    town: Neighbourhood, chen: Phone
) -> None:
    group = town.telegram.add_group("一号楼业主群", [chen.person])
    await town.settle()
    moved = group.migrate()
    town.bot.updates.clear()

    def tell(work: UnitOfWork) -> None:
        work.outbox.add(account_of(work, group.id), Letter(0, Say("too-much")))

    await town.database.run(tell)
    await town.settle()
    assert [m for m in moved.messages if m.from_bot]
    assert await town.database.read(lambda work: work.accounts.find("telegram", str(group.id))) is None


async def test_whoever_is_deleted_leaves_with_all_their_accounts(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    other = await second_of(chen)
    await report(other)
    await chen.says(LAMP)
    await chen.presses("不报了")
    await chen.says("/privacy")
    await chen.presses("删除我")
    await chen.presses("确定删除")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await other.presses("解决了")
    for _ in range(3):
        await town.pass_time(minutes=5)

    def left(work: UnitOfWork) -> list[int]:
        known = {one.id for one in work.session.query(Account)}
        assert not {str(chen.person.id), str(other.person.id)} & {one.address for one in work.session.query(Account)}
        columns = (OutboxRow.account_id, LaneRow.account_id, MessageOfTicket.account_id)
        named = {one for column in columns for one in work.session.scalars(select(column))}
        assert named <= known
        assert {text.account_id for text in work.session.query(TicketText)} <= {None, *known}
        return [person.id for person in work.session.query(Person) if work.accounts.bound(person.id)]

    assert len(await town.database.read(left)) == 1, "the steward"
