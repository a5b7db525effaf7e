"""Photos, voices and albums: kept with whatever they answer, passed on to whoever must know, as secret as the words."""

import json

import pytest

from domain.vocabulary import Action
from services.keeping.exporting import requests
from storage.models import ChangeRow, Draft, FileRow, Media
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

LAMP = "1号楼1单元楼道灯不亮"


def kept(work: UnitOfWork) -> list[Action]:
    """What the files that are kept came with."""
    return [row.action for row in work.session.query(Media).order_by(Media.id)]


def lines(work: UnitOfWork) -> list[Action]:
    work.finish()
    return [row.action for row in work.session.query(ChangeRow).order_by(ChangeRow.ticket_id, ChangeRow.seq)]


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def solved(steward: Phone) -> None:
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")


async def sends(phone: Phone, what: str, caption: str | None = None) -> None:
    """A photo, a voice, or an album of three photos."""
    if what == "voice":
        phone.person.sends_voice(phone.bot)
    elif what == "album":
        phone.person.sends_album(phone.bot, 3, caption=caption)
    else:
        phone.person.sends_photo(phone.bot, caption=caption)
    await phone.town.settle()


def heard(phone: Phone, since: int) -> list[str]:
    return [message.kind for message in phone.messages[since:]]


# As long as something names it


async def test_the_photo_of_a_draft_that_is_written_for_days_is_there_when_it_is_submitted(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await sends(chen, "photo", LAMP)
    for words in ("二楼也不亮", "三楼也不亮", "四楼也不亮"):
        await town.pass_time(hours=20)
        await chen.says(words)
    await chen.presses("提交")
    assert heard(steward, 0).count("photo") == 1


async def test_the_photo_of_a_draft_that_is_left_goes_a_day_after_it(town: Neighbourhood, chen: Phone) -> None:
    def files(work: UnitOfWork) -> int:
        return work.session.query(FileRow).count()

    await sends(chen, "photo", LAMP)
    await town.pass_time(hours=47)
    assert await town.database.run(files) == 1
    await town.pass_time(hours=3)
    assert await town.database.run(files) == 0


# As secret as the line


@pytest.mark.both_databases
async def test_the_photo_of_an_internal_note_stays_among_handlers(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    before = len(chen.messages)
    await steward.presses("内部备注")
    await sends(steward, "photo", "门口堆着杂物，先拍下来")
    assert len(chen.messages) == before
    assert "附件：1 个" in (steward.card.text or "")
    assert "附件" not in (chen.card.text or "")
    await chen.presses("经过", under=chen.card)
    assert "备注" not in chen.screen
    await chen.says("/privacy")
    await chen.presses("我的数据")
    assert chen.last.file is not None
    mine = json.loads(chen.last.file.content)["reports"][0]
    assert mine["files"] == []
    assert [line["action"] for line in mine["history"]] == ["file", "claim"]
    rows = await town.database.run(lambda work: requests(work, 0, None, None, limit=9, unmask=True))
    assert rows[0].pictures == ()
    before = len(leader.messages)
    await steward.presses("转给别人", under=steward.card)
    await steward.presses("赵立新（桂花苑组长）")
    assert "photo" in heard(leader, before), "whoever takes over sees it"


async def test_a_neighbours_photo_reaches_who_handles_it_and_never_the_reporter(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    lin = await town.resident("林素芬")
    await report(chen)
    before, known = len(steward.messages), len(chen.messages)
    await sends(lin, "album", f"{LAMP}，线头露在外面")
    await lin.presses("提交")
    await lin.presses("我也遇到")
    assert heard(steward, before).count("photo") == 3
    assert "又有一户遇到" in (steward.messages[before].text or ""), "the caption says whose it is"
    assert "线头露在外面" in steward.everything
    assert len(chen.messages) == known
    assert "附件" not in (chen.card.text or "")


# Kept and passed on, whatever was asked


async def ask_not_solved(_town: Neighbourhood, chen: Phone, steward: Phone, _leader: Phone) -> tuple[Phone, Phone]:
    await solved(steward)
    await chen.presses("没解决")
    return chen, steward


async def ask_reopen(_town: Neighbourhood, chen: Phone, steward: Phone, _leader: Phone) -> tuple[Phone, Phone]:
    await solved(steward)
    await chen.presses("解决了")
    await chen.presses("又坏了，重新打开")
    return chen, steward


async def ask_return(_town: Neighbourhood, _chen: Phone, steward: Phone, leader: Phone) -> tuple[Phone, Phone]:
    await steward.presses("退单")
    await steward.presses("我办不了")
    return steward, leader


async def ask_reject(_town: Neighbourhood, _chen: Phone, steward: Phone, leader: Phone) -> tuple[Phone, Phone]:
    await steward.presses("我来办")
    await steward.presses("更多", under=steward.card)
    await steward.presses("不受理")
    await steward.presses(next(label for label in steward.buttons if label != "返回"))
    return steward, leader


async def ask_appeal(town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone) -> tuple[Phone, Phone]:
    secretary = await town.holder("p-g1", "周书记")
    await ask_reject(town, chen, steward, leader)
    await steward.says("请找供电所")
    await leader.presses("同意")
    await leader.says("是的")
    await chen.presses("申诉")
    return chen, secretary


async def ask_check(town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone) -> tuple[Phone, Phone]:
    await solved(steward)
    await chen.presses("解决了")
    await town.pass_time(days=5)
    await leader.presses("不符")
    return leader, steward


ASKED = [ask_not_solved, ask_reopen, ask_return, ask_reject, ask_appeal, ask_check]


@pytest.mark.parametrize("what", ["photo", "voice", "album"])
@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: ask.__name__)
async def test_a_file_is_an_answer_and_reaches_whoever_goes_on(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, ask: object, what: str
) -> None:
    await report(chen)
    assert callable(ask)
    sender, receiver = await ask(town, chen, steward, leader)
    before, said = len(receiver.messages), len(sender.messages)
    words = None if what == "voice" else "您看看这里"
    await sends(sender, what, words)
    kind = "voice" if what == "voice" else "photo"
    many = 3 if what == "album" else 1
    files = [message for message in receiver.messages[before:] if message.kind == kind]
    assert len(files) == many
    assert all("2611-0001" in (message.text or "") for message in files)
    assert words is None or words in receiver.everything
    answers = [message for message in sender.messages[said:] if message.kind == "text"]
    assert sum("这种消息" in (m.text or "") or "不能" in (m.text or "") for m in answers) == 0
    once = [message.text for message in answers if "经过" not in labels(message)]
    assert len(once) == len(set(once)), "an album is answered once"
    assert len(set(await town.database.run(kept))) == 1, "all of it hangs on one line"
    assert len(await town.database.run(kept)) == many
    assert await town.database.run(lambda work: work.session.query(Draft).count()) == 0


async def test_what_was_sent_with_a_request_not_to_accept_it_reaches_the_resident_when_it_is_granted(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await ask_reject(town, chen, steward, leader)
    before = len(chen.messages)
    await sends(steward, "photo", "请找供电所，电话在照片上")
    assert heard(chen, before) == []
    await leader.presses("同意")
    await leader.says("是的")
    assert "photo" in heard(chen, before)
    assert "电话在照片上" in chen.everything


# A file that arrives says what it is


@pytest.mark.parametrize("what", ["photo", "voice"])
async def test_a_file_alone_says_whose_it_is_and_a_reply_to_it_finds_the_report(
    town: Neighbourhood, chen: Phone, steward: Phone, what: str
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await chen.presses("补充")
    before = len(steward.messages)
    await sends(chen, what)
    assert heard(steward, before) == [what], "one message"
    assert steward.screen.startswith("报告人补充\n编号 2611-0001，楼道灯、路灯不亮")
    await steward.says("收到，下午来", reply_to=steward.last)
    assert "收到，下午来" in chen.screen
    await steward.presses("回复居民", under=steward.card)
    await sends(steward, what)
    assert chen.screen.startswith("王秀兰回复居民\n编号 2611-0001")
    await chen.says("好的，谢谢", reply_to=chen.last)
    assert "好的，谢谢" in steward.screen


async def test_every_photo_of_an_album_is_a_message_of_its_ticket(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await sends(chen, "album", LAMP)
    await chen.presses("提交")
    await steward.presses("我来办")
    photos = [message for message in steward.messages if message.kind == "photo"]
    assert ["2611-0001" in (photo.text or "") for photo in photos] == [True, False, False], "the album says it once"
    await steward.says("看到了", reply_to=photos[-1])
    assert "看到了" in chen.screen


# An album is one answer


async def test_an_album_in_reply_to_a_message_is_answered_once(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    said = len(chen.messages)
    card = chen.card
    for number in range(3):
        chen.person.sends_photo(town.bot, caption=None if number else "这样的", album="7700", reply_to=card.id)
    await town.settle()
    assert [m.text for m in chen.messages[said:]] == ["已转给负责人。"]
    assert (await town.database.run(lines)).count(Action.COMMENT) == 1
    await chen.says("2号楼楼道灯也不亮")
    assert "提交" in chen.buttons, "the next words are a new report"


async def test_an_album_after_an_alarm_is_answered_once_and_all_of_it_rings(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元着火了")
    said, before = len(chen.messages), len(steward.messages)
    await sends(chen, "album")
    assert [message.text for message in chen.messages[said:]] == ["已补充到紧急报告 2611-0001。"]
    assert heard(steward, before).count("photo") == 3
    await sends(chen, "album", "1号楼1单元着火了，好大的烟")
    assert heard(steward, before).count("photo") == 6


async def test_photos_with_a_call_for_help_are_not_kept_and_that_is_said_once(town: Neighbourhood, chen: Phone) -> None:
    await sends(chen, "album", "我老公打我，您看")
    assert sum("没有留下" in (message.text or "") for message in chen.messages) == 1
    assert await town.database.run(kept) == []
    assert await town.database.run(lambda work: work.session.query(Draft).count()) == 0


async def test_a_second_caption_in_an_album_is_read_by_the_same_people(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await solved(steward)
    await chen.presses("没解决")
    for words in ("还是黑的", "这是三楼"):
        chen.person.sends_photo(town.bot, caption=words, album="7701")
    await town.settle()
    assert "还是黑的" in steward.everything
    assert "这是三楼" in steward.everything


async def test_an_announcement_takes_one_photo_and_says_so(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/announce")
    said = len(steward.messages)
    await sends(steward, "album", "明天停水\n8点到18点，请备水。")
    assert "有一张照片" in steward.everything
    assert sum("通知只带一张照片" in (m.text or "") for m in steward.messages[said:]) == 1
    assert await town.database.run(lambda work: work.session.query(Draft).count()) == 0


async def test_photos_where_a_day_was_asked_are_kept_for_one_tap_and_that_is_said_once(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("等一等")
    await steward.presses("缺配件")
    said = len(steward.messages)
    await sends(steward, "album", "后天")
    assert sum("先放着" in (m.text or "") for m in steward.messages[said:]) == 1
    assert Action.WAIT in await town.database.run(lines), "the day was read"
    assert await town.database.run(lambda work: work.session.query(Draft).count()) == 0
    before, heard_by_chen = len(await town.database.run(kept)), len(chen.messages)
    await steward.presses("记为内部备注", under=next(m for m in steward.messages if "先放着" in (m.text or "")))
    assert len(await town.database.run(kept)) == before + 3, "the whole album"
    assert Action.NOTE in await town.database.run(lines)
    assert len(chen.messages) == heard_by_chen, "as secret as the note"


# A draft


async def test_what_does_not_fit_into_a_draft_is_said_and_its_words_are_kept(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    chen.person.sends_album(town.bot, 10, caption=LAMP)
    await town.settle()
    chen.person.sends_album(town.bot, 4, caption="三楼也是")
    await town.settle()
    assert "最多收 10 个附件，多的没有加进去（4 个）" in chen.screen
    assert "三楼也是" in chen.screen
    await chen.presses("提交")
    assert len(await town.database.run(kept)) == 10
    await chen.presses("补充")
    chen.person.sends_album(town.bot, 4)
    await town.settle()
    assert len(await town.database.run(kept)) == 14


async def test_words_under_a_file_that_is_too_big_are_not_lost_with_it(town: Neighbourhood, chen: Phone) -> None:
    chen.person.sends_document(town.bot, "film.mp4", 20 * 1024 * 1024 + 1, caption=LAMP)
    await town.settle()
    assert "太大" in chen.everything
    assert "楼道灯不亮" in chen.screen
    assert "提交" in chen.buttons
