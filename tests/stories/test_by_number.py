"""A button answered by its number: while the newest message asks with buttons and no words are awaited."""

import pytest

from domain.vocabulary import State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import WAY_OUT, Neighbourhood, Phone


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def shown(phone: Phone) -> list[str]:
    """The labels as they are read, with their numbers."""
    return [button.text for row in phone.last.buttons for button in row]


@pytest.mark.parametrize("said", ["1", "１", "一", "第一个", "1.", "①", "第1个", "one", "选1"])
async def test_a_steward_claims_by_number_however_he_writes_it_and_reads_the_card(
    town: Neighbourhood, chen: Phone, steward: Phone, said: str
) -> None:
    await report(chen)
    assert steward.buttons[0] == "我来办"
    await steward.says(said)
    assert (await town.database.run(the_ticket)).state is State.CLAIMED
    assert steward.screen.startswith("您接单了")
    assert "处理好了" in steward.buttons
    assert "已接单" in chen.screen


async def test_a_whole_ticket_is_handled_by_numbers(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says(str(chen.buttons.index("提交") + 1))
    assert chen.screen.startswith("已收到")
    await steward.says("1")
    await steward.says(str(steward.buttons.index("处理好了") + 1))
    assert shown(steward)[:2] == ["1. 自己修好了", "2. 请专业人员修好"]
    await steward.says("2")
    assert "可以补一句说明" in steward.screen
    await steward.says("换了新灯泡")
    assert "换了新灯泡" in chen.everything
    await chen.says(str(chen.buttons.index("解决了") + 1))
    assert "已结案" in chen.everything
    assert (await town.database.run(the_ticket)).state is State.CLOSED


@pytest.mark.both_databases
async def test_questions_bear_the_numbers_of_their_answers_and_cards_do_not(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    assert shown(steward)[0] == "我来办"
    await steward.says("第1个")
    await steward.says(str(steward.buttons.index("等待") + 1))
    assert shown(steward)[:3] == ["1. 等居民", "2. 已约时间", "3. 缺配件"]
    await steward.says("三")
    assert "等到哪天" in steward.screen
    await steward.says("1")
    assert "看不懂" in steward.everything, "words are awaited: it is no button and no date"
    await steward.says("明天")
    assert "自动继续" in steward.screen


async def test_a_number_out_of_range_is_told_how_many_there_are_and_the_next_one_counts(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    most = len(steward.buttons)
    await steward.says("40")
    assert (
        steward.screen == f"没有第 40 个按钮，现在可以回 1 到 {most}。\n要把「40」写进报告，请多写几个字。\n{WAY_OUT}"
    )
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.changes) == (State.NEW, 1)
    assert "我来办" in steward.buttons
    await steward.says("1")
    assert (await town.database.run(the_ticket)).state is State.CLAIMED, "the numbers that were named"


async def test_after_a_number_out_of_range_a_draft_is_sent_by_its_number(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("29")
    assert "现在可以回 1 到" in chen.screen
    await chen.says("1")
    assert chen.screen.startswith("已收到"), "and it is no part of the report"


async def test_an_awaited_sentence_may_be_a_number(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await chen.presses("补充")
    await chen.says("1")
    assert chen.screen == "已转给负责人。"
    assert "居民补充" in steward.screen
    assert steward.screen.endswith("1")


async def test_a_house_number_typed_into_a_draft_is_words(town: Neighbourhood, chen: Phone) -> None:
    await town.holder("p-sg-odd", "何平")
    await chen.says("三公街厨房漏水")
    assert "几号" in chen.screen
    await chen.says("11")
    assert "三公街11号" in chen.screen


async def test_a_building_is_meant_by_its_own_number(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("桂花苑楼道灯不亮")
    assert chen.buttons[:2] == ["1号楼", "2号楼"]
    await chen.presses("1号楼")
    await chen.says("2")
    assert "1号楼2单元" in chen.screen, "the second staircase, which bears that number"


async def test_a_report_that_is_only_a_number_is_not_lost(town: Neighbourhood, chen: Phone) -> None:
    await report(chen)
    await chen.says("/cancel")
    await chen.says("502")
    await chen.presses("是另一件新的事")
    assert "不报了" in chen.buttons, "it began a draft"

    def words(work: UnitOfWork) -> str:
        person = work.people.by_account(chen.person.id)
        assert person is not None
        draft = work.conversation.draft(person.id)
        assert draft is not None
        return work.conversation.form(draft).text

    assert await town.database.run(words) == "502"


async def test_after_a_message_that_asks_nothing_a_small_number_is_words_too(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("/cancel")
    assert not chen.buttons
    await chen.says("2")
    assert "不报了" in chen.buttons, "it began a draft"


@pytest.mark.both_databases
async def test_a_number_for_a_card_that_has_changed_shows_it_as_it_is_and_does_nothing(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)

    def moved_meanwhile(work: UnitOfWork) -> None:
        work.session.query(Ticket).one().moves += 1

    await town.database.run(moved_meanwhile)
    await steward.says(str(steward.buttons.index("退单") + 1))
    assert steward.screen.startswith("这张卡片旧了，已更新")
    assert "我来办" in steward.buttons
    assert (await town.database.run(the_ticket)).changes == 1


async def test_the_language_and_the_consent_can_be_answered_by_number(town: Neighbourhood) -> None:
    phone = Phone(town, town.telegram.add_person("Ann", language_code="en"))
    await phone.starts()
    await phone.says(str(phone.buttons.index("English") + 1))
    assert "English" in phone.screen
    await phone.says("1号楼1单元 stairs light is out")
    await phone.says(str(phone.buttons.index("Send") + 1))
    assert "Agree and send" in phone.buttons
    await phone.says("1")
    assert "2611-0001" in phone.everything


async def test_an_announcement_gets_its_second_press_by_number(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    office, secretary = await town.holder("p-office", "单晓棠"), await town.holder("p-secretary", "席明川")
    await office.says("/announce")
    await office.says("桂花苑1号楼")
    await office.says("二次供水有异味，先别喝")
    await office.presses("改成紧急")
    await office.says("1")
    assert secretary.buttons[0] == "同意发送"
    await secretary.says("1")
    assert "到时间就发" in secretary.screen
    await town.pass_time(minutes=1)
    assert "二次供水有异味" in steward.screen
