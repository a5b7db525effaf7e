"""An edited message is compared with what it said last, whichever road it took, and stays as secret as it was."""

import pytest

from domain.vocabulary import Action
from storage.models import ChangeRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"


def lines(work: UnitOfWork) -> list[Action]:
    work.finish()
    return [row.action for row in work.session.query(ChangeRow).order_by(ChangeRow.ticket_id, ChangeRow.seq)]


async def report(phone: Phone, words: str = LAMP) -> int:
    """Say it and send it; the number of the message."""
    said = await says(phone, words)
    await phone.presses("提交")
    return said


async def says(phone: Phone, words: str) -> int:
    said = phone.person.says(phone.bot, words)
    await phone.town.settle()
    return said.id


async def edits(phone: Phone, message_id: int, words: str) -> None:
    phone.person.edits(phone.bot, message_id, words)
    await phone.town.settle()


def heard(phone: Phone, since: int) -> str:
    return "\n".join(message.text or "" for message in phone.messages[since:])


@pytest.mark.both_databases
async def test_a_correction_taken_back_is_a_correction(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    said = await report(chen, "1号楼1单元301楼道灯不亮")
    for words in ("1号楼1单元501楼道灯不亮", "1号楼1单元301楼道灯不亮"):
        before = len(steward.messages)
        await edits(chen, said, words)
        assert words in heard(steward, before)
    before = len(steward.messages)
    await edits(chen, said, "1号楼1单元301楼道灯不亮")
    assert heard(steward, before) == "", "it says that already"
    assert (await town.database.run(lines)).count(Action.CORRECT) == 2


@pytest.mark.parametrize("question", ["没解决", "又坏了，重新打开"])
async def test_the_words_of_an_answer_can_be_corrected_again_and_again(
    town: Neighbourhood, chen: Phone, steward: Phone, question: str
) -> None:
    await report(chen)
    for press in ("我来办", "处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    if question != "没解决":
        await chen.presses("解决了")
    await chen.presses(question)
    said = await says(chen, "三楼还是黑的")
    for words in ("四楼还是黑的", "三楼还是黑的"):
        before = len(steward.messages)
        await edits(chen, said, words)
        assert words in heard(steward, before)


async def test_a_reply_put_right_reaches_the_resident(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("回复居民")
    said = await says(steward, "今晚七点来")
    for words in ("今晚八点来", "今晚七点来"):
        before = len(chen.messages)
        await edits(steward, said, words)
        assert words in heard(chen, before)
        assert "王秀兰更正" in heard(chen, before)


async def test_a_note_put_right_stays_a_note(town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone) -> None:
    await report(chen)
    await steward.presses("退单")
    await steward.presses("我办不了")
    returned = await says(steward, "她家的事我不便管")
    await leader.presses("我来办")
    await steward.presses("内部备注", under=steward.card)
    noted = await says(steward, "她家有狗")
    known, before = len(chen.messages), len(leader.messages)
    await edits(steward, returned, "她家的事我不方便管")
    await edits(steward, noted, "她家有两条狗")
    assert "不方便管" in heard(leader, before)
    assert "两条狗" in heard(leader, before)
    assert len(chen.messages) == known
    await chen.presses("经过", under=chen.card)
    assert "狗" not in chen.screen
    assert "方便" not in chen.screen


async def test_a_neighbour_puts_his_words_right_and_stays_unnamed(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    lin = await town.resident("林素芬")
    await report(chen)
    said = await report(lin, f"{LAMP}，线头露在三楼")
    await lin.presses("我也遇到")
    known = len(chen.messages)
    for words in (f"{LAMP}，线头露在四楼", f"{LAMP}，线头露在三楼"):
        before = len(steward.messages)
        await edits(lin, said, words)
        assert words in heard(steward, before)
        assert "又说" in heard(steward, before)
    assert "林素芬" not in steward.everything
    assert len(chen.messages) == known
    await chen.presses("经过", under=chen.card)
    assert "线头" not in chen.screen


async def test_every_message_of_a_draft_that_became_an_addition_is_found(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    first = await says(chen, f"{LAMP}，二楼")
    second = await says(chen, "三楼也黑了")
    await chen.presses("提交")
    await chen.presses("补充到 2611-0001")
    assert "三楼也黑了" in steward.everything
    for said, words in ((first, f"{LAMP}，五楼"), (second, "六楼也黑了")):
        before = len(steward.messages)
        await edits(chen, said, words)
        assert words in heard(steward, before)


async def test_words_given_to_a_photo_afterwards_are_told(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await says(chen, LAMP)
    reported = chen.person.sends_photo(town.bot)
    await town.settle()
    await chen.presses("提交")
    await chen.presses("补充")
    added = chen.person.sends_photo(town.bot)
    await town.settle()
    for photo, words in ((reported, "这是二楼"), (added, "这是三楼")):
        before = len(steward.messages)
        await edits(chen, photo.id, words)
        assert words in heard(steward, before)


async def test_words_kept_aside_are_the_corrected_ones(town: Neighbourhood, chen: Phone) -> None:
    said = await says(chen, "这套房子多少钱")
    await edits(chen, said, "这套房子租多少钱")
    await chen.presses("这就是要报的事")
    await chen.presses("看全部种类")
    await chen.presses("咨询建议")
    await chen.presses("咨询、建议、表扬")
    await chen.presses("说不清，请社区来问")
    assert "租多少钱" in chen.screen


async def test_a_superior_decides_about_the_corrected_request(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("更多", under=steward.card)
    await steward.presses("不受理")
    await steward.presses(next(label for label in steward.buttons if label != "返回"))
    said = await says(steward, "请找供水公司")
    await edits(steward, said, "请找供电所")
    await leader.presses("同意")
    await leader.says("是的")
    assert "请找供电所" in chen.everything
    assert "供水公司" not in chen.everything


async def test_nothing_is_written_into_what_was_emptied(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    said = await report(chen)
    await chen.presses("撤回")
    await chen.presses("确定")

    def emptied(work: UnitOfWork) -> None:
        work.contents.empty(work.session.query(Ticket).one())

    await town.database.run(emptied)
    await edits(chen, said, "1号楼1单元301楼道灯不亮")
    assert "不属于任何报告" in chen.screen
