"""Commands that are written: as the whole message, wherever one is; in a sentence they are words like any others."""

import pytest

from bot.subjects import SUBJECTS
from domain.vocabulary import Action, State
from storage.models import ChangeRow, Draft, PutAsideRow, Ticket
from storage.settings.community import packaged_settings
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

LAMP = "1号楼1单元楼道灯不亮"


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


@pytest.fixture
async def anna(town: Neighbourhood) -> Phone:
    return await town.resident("Anna", english=True)


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


def draft_words(work: UnitOfWork) -> str:
    row = work.session.query(Draft).one()
    return "\n".join(str(part["text"]) for part in row.form["parts"])  # type: ignore[attr-defined]


def tickets(work: UnitOfWork) -> list[State]:
    return [ticket.state for ticket in work.session.query(Ticket).order_by(Ticket.id)]


def without_promise(screen: str) -> list[str]:
    """A preview without its first line, and without the hours that are counted from now."""
    return [line for line in screen.splitlines()[1:] if not line.startswith("提交后")]


def lines(work: UnitOfWork, action: Action) -> int:
    return work.session.query(ChangeRow).filter_by(action=action).count()


def test_no_word_of_a_command_speaks_of_danger() -> None:
    """They are heard before danger is looked for."""
    community = packaged_settings()
    for command in set(SUBJECTS.spoken.values()):
        for words in command.said:
            assert not community.sightings(words), words
            assert SUBJECTS.commanded(words) is command
            assert SUBJECTS.commanded(f"请{words}一下吧。") is command, words
            assert SUBJECTS.commanded(f"Please {words}, thanks!") is command, words


@pytest.mark.parametrize(
    "words",
    [
        "我想取消昨天的装修投诉", "帮助楼上的老人", "提交的材料被物业退回来了", "菜单上的价格和收的不一样",
        "物业撤回了保安", "社区通知说今天停水，可是没停", "没人催办这件事", "楼下饭店的帮助台太吵",
        "取消电梯广告吧太吵了", "help the old man upstairs", "the menu board fell down",
        "cancel the renovation permit of my neighbour", "I want to withdraw my complaint of May",
        "我的报告里写错了楼号", "算了一下，一个月漏了三次", "小区的语言班太吵", "不报了三天才来人",
        "送水的把单元门撞坏了",
    ],
)  # fmt: skip
def test_in_a_sentence_no_word_of_a_command_is_one(words: str) -> None:
    assert SUBJECTS.commanded(words) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("取消", "cancel"), ("取 消。", "cancel"), ("请取消吧", "cancel"), ("算了", "cancel"), ("那算了吧", "cancel"),
        ("不报了", "cancel"), ("我不报了，谢谢", "cancel"), ("Never mind!", "cancel"), ("cancel please", "cancel"),
        ("提交", "send"), ("提交吧", "send"), ("帮我提交一下", "send"), ("send it, please", "send"), ("帮助", "help"),
        ("帮助一下", "help"), ("菜单", "help"), ("MENU", "help"), ("我要帮助", "help"), ("我的报告", "my"),
        ("看一下我的报告", None), ("我的报告怎么样了？", "my"), ("my reports please", "my"), ("催办", "nudge"),
        ("帮我催一下", "nudge"), ("麻烦催催", "nudge"), ("remind them please", "nudge"), ("撤回", "withdraw"),
        ("我要撤回", "withdraw"), ("撤回吧", "withdraw"), ("withdraw it", "withdraw"), ("取消訂閱", "notices"),
        ("待办", "todo"), ("我的任务", "todo"), ("隐私", "privacy"), ("English please", "language"), ("", None),
        ("。。。", None), ("请", None), ("谢谢", None), ("好的", None), ("了", None), ("取消" * 20, None),
    ],
)  # fmt: skip
def test_everyday_forms_of_a_command(words: str, name: str | None) -> None:
    command = SUBJECTS.commanded(words)
    assert (command.name if command is not None else None) == name


# With nothing begun, and in the middle of a report


@pytest.mark.parametrize("words", ["提交", "send"])
async def test_with_nothing_to_send_it_is_said_what_to_do(chen: Phone, words: str) -> None:
    await chen.says(words)
    assert "没有要提交的报告" in chen.screen


async def test_what_is_still_missing_is_asked_once_more(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("楼道灯不亮")
    await chen.says("提交")
    assert "还差一点才能提交" in chen.screen
    assert "在哪里" in chen.screen
    assert await town.database.run(draft_words) == "楼道灯不亮"


async def test_a_report_is_sent_by_its_word_below_whatever_message(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says(LAMP)
    await chen.says("我的报告")
    await chen.says("提交吧")
    assert chen.screen.startswith("已收到")
    assert LAMP in steward.everything


async def test_whether_to_send_is_a_question(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.says("菜单")
    await chen.says("提交？")
    assert "还没提交" in chen.screen
    assert await town.database.run(tickets) == []
    assert await town.database.run(draft_words) == LAMP


async def test_help_in_a_report_shows_it_and_then_the_report(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.says("帮助")
    assert "我的报告" in labels(chen.messages[-2])
    assert "您还有一份报告没提交" in chen.screen
    assert await town.database.run(draft_words) == LAMP


async def test_no_command_is_written_into_a_report(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    for words in (
        "帮助",
        "菜单",
        "我的报告",
        "催办",
        "撤回",
        "隐私",
        "换成英文",
        "2612-9999",
        "有人吗",
        "？",
        "好的",
        "谢谢",
    ):
        await chen.says(words)
        assert await town.database.run(draft_words) == LAMP, words


@pytest.mark.parametrize("words", ["有人吗", "？", "在吗", "喂"])
async def test_whoever_asks_in_a_report_whether_anybody_is_there_is_not_thanked_for_it(chen: Phone, words: str) -> None:
    await chen.says(LAMP)
    await chen.says(words)
    assert chen.screen.startswith("我在")
    await chen.says("谢谢")
    assert chen.screen.startswith("不客气。这份报告还没提交")


async def test_what_only_stewards_have_is_no_command_for_a_resident(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.says("我的任务")
    assert "楼道" in steward.screen
    await chen.says("待办")
    assert "/todo" not in chen.screen
    assert await town.database.run(drafts) == 0


# While words are awaited


async def test_while_words_are_awaited_a_command_is_the_answer(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    for words in ("提交", "催办", "撤回", "我的报告", "2612-0001"):
        await chen.presses("补充")
        await chen.says(words)
        assert words in steward.screen
    assert await town.database.run(lambda work: lines(work, Action.COMMENT)) == 5


@pytest.mark.parametrize("words", ["取消", "不报了", "算了", "cancel", "never mind"])
async def test_what_ends_a_question_ends_it_and_one_tap_brings_it_back(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.presses("没解决")
    await chen.says(words)
    assert chen.buttons == ["接着写"]
    assert await town.database.run(tickets) == [State.RESOLVED]
    await chen.presses("接着写")
    assert "哪里没解决" in chen.screen
    await chen.says("灯还是不亮")
    assert await town.database.run(tickets) == [State.CLAIMED]
    assert "灯还是不亮" in steward.everything


async def test_what_had_been_said_to_a_question_comes_back_with_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("退单")
    await steward.presses("不是我管的地方")
    assert "不是我管的地方" in steward.screen
    await steward.says("算了")
    await steward.presses("接着写")
    assert "不是我管的地方" in steward.screen
    await steward.says("是2号楼的")
    assert "是2号楼的" in leader.everything


async def test_help_does_not_end_a_question(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await chen.presses("补充")
    asked = chen.screen
    await chen.says("帮助")
    assert chen.screen == asked
    await chen.says("在三楼")
    assert "在三楼" in steward.screen


async def test_in_a_report_that_asks_for_a_name_a_command_is_a_name(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("替别人报")
    await chen.says("我的报告")
    assert "我的报告" in chen.screen
    assert await town.database.run(tickets) == []
    await chen.presses("是我自己的事")
    await chen.says("算了")
    assert chen.buttons == ["接着写"]


@pytest.mark.parametrize("words", ["提交", "提交。", "提交吧"])
async def test_where_a_button_to_send_stands_its_label_presses_it(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await chen.says(LAMP)
    await chen.presses("替别人报")
    assert "提交" in chen.buttons
    await chen.says(words)
    assert await town.database.run(tickets) == [State.NEW]
    assert "称呼：提交" not in steward.everything


@pytest.mark.parametrize("words", ["算了", "取消", "不报了", "那算了吧", "cancel", "never mind"])
async def test_what_ends_a_report_ends_it_where_a_name_is_asked_for_too(
    town: Neighbourhood, chen: Phone, words: str
) -> None:
    await chen.says(LAMP)
    await chen.presses("替别人报")
    asked = chen.pressed
    await chen.says(words)
    assert chen.buttons == ["接着写"]
    assert await town.database.run(drafts) == 0
    await chen.presses("接着写")
    assert asked.splitlines()[-1] in chen.pressed


@pytest.mark.parametrize("words", ["跳过", "不用了", "没有"])
async def test_what_skips_the_name_keeps_the_report(town: Neighbourhood, chen: Phone, words: str) -> None:
    await chen.says(LAMP)
    await chen.presses("替别人报")
    await chen.says(words)
    assert await town.database.run(draft_words) == LAMP
    assert "接着写" not in chen.buttons


# «接着写»


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["不报了", "/cancel", "取消"])
async def test_a_dropped_report_comes_back_as_it_was(
    town: Neighbourhood, chen: Phone, steward: Phone, how: str
) -> None:
    await chen.says(LAMP)
    chen.person.sends_photo(town.bot, caption="灯罩也掉了")
    await town.settle()

    def body(work: UnitOfWork) -> dict[str, object]:
        return dict(work.session.query(Draft).one().form)

    before, preview = await town.database.run(body), chen.screen
    await (chen.presses(how) if how == "不报了" else chen.says(how))
    assert await town.database.run(drafts) == 0
    await town.pass_time(minutes=59)
    await chen.presses("接着写")
    assert await town.database.run(body) == before
    assert chen.pressed.startswith("接着写，还是原来那样")
    assert without_promise(chen.pressed) == without_promise(preview)
    await chen.presses("提交")
    assert "灯罩也掉了" in steward.everything
    assert await town.database.run(lambda work: work.session.query(PutAsideRow).count()) == 0


async def test_after_an_hour_it_is_gone_and_that_is_said(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("不报了")
    await town.pass_time(hours=1, minutes=1)
    await chen.presses("接着写")
    assert "找不回来" in chen.screen
    await town.pass_time(minutes=15)
    assert await town.database.run(lambda work: work.session.query(PutAsideRow).count()) == 0


async def test_what_is_newer_is_sent_or_dropped_first_and_nothing_is_lost(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says(LAMP)
    await chen.presses("不报了")
    dropped = chen.last
    await chen.says("1号楼2单元门口垃圾没人清")
    await chen.presses("接着写", under=dropped)
    assert "没写完的报告" in chen.screen
    assert "垃圾" in await town.database.run(draft_words)
    await chen.says("提交")
    await chen.presses("接着写", under=dropped)
    assert await town.database.run(draft_words) == LAMP
    await chen.says("提交")
    assert LAMP in steward.everything
    assert "垃圾没人清" in steward.everything


async def test_two_dropped_reports_both_come_back(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(LAMP)
    await chen.says("算了")
    first = chen.last
    await chen.says("1号楼2单元门口垃圾没人清")
    await chen.says("算了")
    await chen.presses("接着写")
    assert "垃圾" in await town.database.run(draft_words)
    await chen.says("提交")
    await chen.presses("接着写", under=first)
    assert await town.database.run(draft_words) == LAMP


async def test_the_other_trouble_of_a_message_does_not_come_back_twice(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯坏了，还有单元门锁坏了关不上")
    await chen.presses("是2件事：分成2份")
    await chen.says("不报了")
    assert "单元门锁坏了关不上" in chen.screen
    await chen.presses("提交")
    await chen.presses("接着写")
    await chen.presses("提交")
    assert await town.database.run(tickets) == [State.NEW, State.NEW]
    assert await town.database.run(drafts) == 0


async def test_nobody_takes_up_what_somebody_else_dropped(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("不报了")
    await steward.says("/my")
    await steward.forges("m:go-on:1", steward.last)
    assert "找不回来" in steward.screen
    await chen.presses("接着写")
    assert await town.database.run(draft_words) == LAMP


async def test_a_question_that_waits_is_not_replaced(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await chen.presses("补充")
    await chen.says("取消")
    cancelled = chen.last
    await chen.presses("补充")
    await chen.presses("接着写", under=cancelled)
    assert "正在回答另一个问题" in chen.screen
    await chen.says("在三楼")
    assert "在三楼" in steward.screen


# A report's number, «催办», «撤回»


@pytest.mark.parametrize("form", ["{0}", "编号{0}", "{0}怎么样了", "编号：{0}。", "请问{0}办好没有"])
async def test_a_number_opens_its_card(town: Neighbourhood, chen: Phone, steward: Phone, form: str) -> None:
    await report(chen)
    number = await town.database.run(lambda work: work.session.query(Ticket).one().number)
    for written in (number, number.replace("-", "")):
        for phone in (chen, steward):
            await phone.says(form.format(written))
            assert "这份报告现在是这样" in phone.screen
            assert number in phone.screen


async def test_a_number_that_is_not_theirs_reads_as_one_that_nobody_has(
    town: Neighbourhood, chen: Phone, anna: Phone
) -> None:
    await report(chen)
    number = await town.database.run(lambda work: work.session.query(Ticket).one().number)
    await anna.says(number)
    foreign = anna.screen
    await anna.says("2611-9999")
    assert anna.screen == foreign
    assert "no such number" in foreign
    await anna.says(number.replace("-", ""))
    assert number not in anna.screen


async def test_hurrying_and_withdrawing_with_one_report(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await chen.says("/help")
    await chen.says("帮我催一下")
    assert "已催办" in chen.screen
    assert "居民催办" in steward.screen
    await chen.says("/help")
    await chen.says("撤回")
    assert await town.database.run(tickets) == [State.NEW], "it is asked first"
    await chen.presses("确定")
    assert await town.database.run(tickets) == [State.WITHDRAWN]


async def test_with_several_reports_it_is_asked_which(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    for entrance in ("1号楼1单元", "1号楼2单元", "2号楼"):
        await report(chen, f"{entrance}楼道灯不亮")
    await chen.says("/help")
    await chen.says("催办")
    assert "催哪一件" in chen.screen
    assert len(chen.buttons) == 3
    await chen.presses(chen.buttons[1])
    assert await town.database.run(lambda work: lines(work, Action.NUDGE)) == 1
    await chen.says("/help")
    await chen.says("撤回")
    assert "撤回哪一件" in chen.screen
    await chen.presses(chen.buttons[0])
    await chen.presses("确定")
    assert sorted(await town.database.run(tickets)) == ["new", "new", "withdrawn"]


async def test_of_many_reports_there_are_six_buttons_and_the_rest_behind(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    for entrance in range(9, 27, 2):
        await report(chen, f"三公街{entrance}号路灯不亮")
    await chen.says("/help")
    await chen.says("催办")
    assert len(chen.buttons) == 6
    assert chen.buttons[-1] == "还有"
    seen = set(chen.buttons[:-1])
    await chen.presses("还有")
    assert not seen & set(chen.buttons)
    assert len(seen | set(chen.buttons)) == 9


@pytest.mark.parametrize("words", ["催办", "撤回"])
async def test_with_no_report_in_hand_that_is_said(town: Neighbourhood, chen: Phone, words: str) -> None:
    await chen.says(words)
    assert "没有正在办的报告" in chen.screen
    await chen.says(LAMP)
    await chen.says(words)
    assert "您还有一份报告没提交" in chen.screen
    assert await town.database.run(draft_words) == LAMP


# While an alarm runs


async def test_while_an_alarm_runs_commands_are_commands(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼2单元301着火了")
    rung = len(steward.messages)
    for words in ("请帮助", "菜单吧", "我的报告", "隐私", "提交"):
        await chen.says(words)
    assert len(steward.messages) == rung
    await chen.says("取消")
    assert "已取消" in chen.screen


async def test_a_draft_is_dropped_while_an_alarm_runs_and_the_alarm_goes_on(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("2号楼垃圾没人清")
    await chen.says("1号楼2单元301着火了")
    assert await town.database.run(drafts) == 1
    await chen.says("不报了")
    assert await town.database.run(drafts) == 0
    assert State.NEW in await town.database.run(tickets)


@pytest.mark.parametrize("words", ["催办", "撤回"])
async def test_of_what_waits_for_an_answer_the_card_is_shown(
    town: Neighbourhood, chen: Phone, steward: Phone, words: str
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.says("/help")
    await chen.says(words)
    assert "解决了" in chen.buttons
    assert await town.database.run(tickets) == [State.RESOLVED]
