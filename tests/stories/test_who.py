"""«怎么称呼您？电话？»: once, after the first report; whatever else is written then goes where it belongs."""

import pytest

from domain.privacy import STATEMENT_VERSION
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.newcomers import kept_of, newcomer, reports, whoever

ASKED = "怎么称呼您？电话？"


@pytest.fixture
async def flower(town: Neighbourhood) -> Phone:
    return await newcomer(town)


@pytest.mark.both_databases
async def test_it_is_asked_after_the_receipt_and_the_steward_sees_it_behind_his_look(
    town: Neighbourhood, flower: Phone, steward: Phone
) -> None:
    await reports(flower)
    assert "2611-0001" in flower.messages[-2].text, "the receipt came first, and nothing waits for the answer"
    assert "我来办" in steward.buttons
    assert flower.screen.startswith(ASKED)
    assert "只有办您事的人看得到，谁看过都有记录" in flower.screen
    assert flower.buttons == ["跳过", "不留"]
    await flower.says("陈阿姨 13812345678")
    assert "称呼：陈阿姨\n电话：13812345678" in flower.screen
    assert "13812345678" not in steward.everything
    await steward.presses("谁报的")
    assert "报告人：陈阿姨 13812345678" in steward.screen


async def test_two_messages_are_one_answer(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower)
    await flower.says("我姓陈")
    assert await kept_of(town, flower) == ("陈", None)
    await flower.says("138 1234 5678")
    assert await kept_of(town, flower) == ("陈", "13812345678")


@pytest.mark.parametrize(
    ("words", "kept"),
    [("陈桂兰", ("陈桂兰", None)), ("13812345678", (None, "13812345678")), ("Mrs Chen", ("Mrs Chen", None))],
)
async def test_what_is_missing_is_not_asked_for_again(
    town: Neighbourhood, flower: Phone, words: str, kept: tuple[str | None, str | None]
) -> None:
    await reports(flower)
    await flower.says(words)
    assert flower.screen.startswith("记下了")
    assert await kept_of(town, flower) == kept
    await reports(flower, "1号楼2单元楼道灯不亮")
    await reports(flower, "1号楼1单元门口垃圾没人清")
    assert flower.everything.count(ASKED) == 1


@pytest.mark.parametrize("how", ["跳过", "算了", "不用了"])
async def test_skipped_it_comes_once_more_at_the_third_report_and_never_again(
    town: Neighbourhood, flower: Phone, how: str
) -> None:
    await reports(flower)
    await (flower.presses(how) if how in flower.buttons else flower.says(how))
    left = int(how != "算了")  # which ends it as it ends every question
    assert flower.everything.count("先不留") == left
    for number, words in enumerate(("1号楼2单元楼道灯不亮", "1号楼1单元门口垃圾没人清", "1号楼2单元电梯坏了"), 2):
        await reports(flower, words)
        assert flower.everything.count("先不留") == left
        assert (flower.screen.startswith(ASKED)) == (number == 3)
    assert await kept_of(town, flower) == (None, None)


@pytest.mark.parametrize("how", ["不留", "不告诉你", "我不想说"])
async def test_refused_it_is_refused_for_good(town: Neighbourhood, flower: Phone, how: str) -> None:
    await reports(flower)
    await (flower.presses(how) if how in flower.buttons else flower.says(how))
    assert "以后不再问" in flower.everything
    for words in ("1号楼2单元楼道灯不亮", "1号楼1单元门口垃圾没人清", "1号楼2单元电梯坏了"):
        await reports(flower, words)
        assert not flower.screen.startswith(ASKED)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("陈" * 500, "太长了。写姓或者称呼就行"),
        ("老陈 139", "这个号码好像不全"),
        ("138abc45678", "电话里有字母"),
        ("😊", "这个我看不懂"),
    ],
)
async def test_what_cannot_be_read_is_asked_once_more(
    town: Neighbourhood, flower: Phone, words: str, line: str
) -> None:
    await reports(flower)
    await flower.says(words)
    assert flower.screen.startswith(line)
    await flower.says(words)
    assert "跳过" not in flower.buttons, "not a third time"
    assert await kept_of(town, flower) == ("老陈" if "老陈" in words else None, None)


async def test_a_sticker_is_no_answer_and_the_question_goes_on(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower)
    flower.person.sends_sticker(town.bot)
    await town.settle()
    assert "看不懂" in flower.screen
    await flower.says("陈阿姨")
    assert await kept_of(town, flower) == ("陈阿姨", None)


@pytest.mark.parametrize(
    "words", ["好的，我在家", "谢谢", "明天上午可以", "还没来人", "门开着，直接进", "马上来吗", "我的报告", "帮助"]
)
async def test_other_words_are_no_name(town: Neighbourhood, flower: Phone, words: str) -> None:
    await reports(flower)
    await flower.says(words)
    assert "记下了" not in flower.screen
    assert await kept_of(town, flower) == (None, None)


async def test_another_trouble_is_a_report_and_so_is_a_photo(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower)
    await flower.says("2号楼1单元电梯坏了，我姓陈，打13812345678")
    assert "提交" in flower.buttons
    await flower.presses("不报了")
    lin = await newcomer(town, "远山")
    await reports(lin, "1号楼2单元楼道灯不亮")
    lin.person.sends_photo(town.bot, caption="2号楼门口垃圾没人清")
    await town.settle()
    assert "附件" in lin.screen or "照片" in lin.screen or "提交" in lin.buttons


async def test_danger_is_heard_while_it_waits_and_is_no_name(
    town: Neighbourhood, flower: Phone, steward: Phone
) -> None:
    await reports(flower)
    await flower.says("1号楼1单元着火了")
    assert "119" in flower.everything
    await flower.says("三楼")
    assert await kept_of(town, flower) == (None, None)


async def test_never_in_danger_nor_beside_it(town: Neighbourhood, flower: Phone, steward: Phone) -> None:
    await flower.says("1号楼1单元着火了")
    assert ASKED not in flower.everything
    await town.pass_time(minutes=20)
    await reports(flower, "2号楼门口垃圾没人清")
    assert ASKED not in flower.everything, "it is not over"


async def test_never_after_harm(town: Neighbourhood, flower: Phone) -> None:
    await flower.says("我老公又打我了")
    await reports(flower, "1号楼1单元楼道灯不亮")
    assert ASKED not in flower.everything


async def test_never_of_somebody_with_a_post_nor_for_what_is_recorded(town: Neighbourhood, steward: Phone) -> None:
    await reports(steward, "2号楼1单元楼道灯不亮")
    await steward.says("/record")
    await reports(steward, "1号楼2单元楼道灯不亮")
    assert ASKED not in steward.everything


async def test_never_where_the_report_hides_its_reporter(town: Neighbourhood, flower: Phone) -> None:
    await flower.says("1号楼1单元楼道灯不亮")
    await flower.presses("谁能看到我的名字")
    await flower.presses("办理的人也不知道")
    await flower.presses("提交")
    assert ASKED not in flower.everything


async def test_one_s_own_shared_contact_is_taken_and_somebody_else_s_is_not(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower)
    flower.person.sends_contact(town.bot, "+8613900000000", own=False)
    await town.settle()
    assert await kept_of(town, flower) == (None, None)
    flower.person.sends_contact(town.bot, "8613812345678")
    await town.settle()
    assert await kept_of(town, flower) == (None, "13812345678")


async def test_a_number_in_the_words_is_offered_and_not_taken(
    town: Neighbourhood, flower: Phone, steward: Phone
) -> None:
    await reports(flower, "1号楼1单元楼道灯不亮，让师傅打13912345678")
    assert flower.screen.startswith("139…5678 是您的电话吗？")
    assert await kept_of(town, flower) == (None, None)
    await flower.presses("是我的")
    assert flower.pressed.startswith("电话记下了。\n怎么称呼您？")
    await flower.says("陈阿姨")
    assert await kept_of(town, flower) == ("陈阿姨", "13912345678")


async def test_one_that_is_somebody_else_s_is_not_kept(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower, "1号楼1单元楼道灯不亮，让师傅打13912345678")
    await flower.says("不是")
    assert await kept_of(town, flower) == (None, None)
    assert ASKED in flower.screen
    await flower.says("陈阿姨 13812345678")
    assert await kept_of(town, flower) == ("陈阿姨", "13812345678")


async def test_name_and_number_are_seen_changed_and_removed_in_my_data(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower)
    await flower.says("陈阿姨 13812345678")
    await flower.says("/privacy")
    await flower.presses("我的称呼和电话")
    assert flower.screen == "称呼：陈阿姨\n电话：13812345678"
    await flower.presses("改称呼电话")
    await flower.says("13900000000")
    assert await kept_of(town, flower) == ("陈阿姨", "13900000000")
    await flower.presses("删掉称呼电话")
    assert await kept_of(town, flower) == (None, None)
    await reports(flower, "1号楼2单元楼道灯不亮")
    assert not flower.screen.startswith(ASKED)


async def test_whoever_holds_a_post_leaves_both_to_the_office(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/privacy")
    await steward.presses("我的称呼和电话")
    assert "王秀兰" in steward.screen
    assert steward.buttons == []


async def test_deleted_the_refusal_is_shown_and_both_go(town: Neighbourhood, flower: Phone) -> None:
    await reports(flower)
    await flower.says("陈阿姨 13812345678")
    await flower.presses("撤回")
    await flower.presses("确定")
    await flower.says("/privacy")
    await flower.presses("删除我")
    await flower.presses("确定删除")
    assert await kept_of(town, flower) == (None, None)


async def test_neither_name_nor_number_reaches_a_log(
    town: Neighbourhood, flower: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    caplog.set_level("DEBUG", logger="handlers")
    caplog.set_level("DEBUG", logger="services")
    await reports(flower, "1号楼1单元楼道灯不亮，打13912345678")
    await flower.presses("是我的")
    await flower.says("欧阳桂芳")
    await flower.says("老陈 139")
    assert "欧阳桂芳" not in caplog.text
    assert "13912345678" not in caplog.text


async def test_in_english(town: Neighbourhood) -> None:
    tom = await newcomer(town, "Tom", english=True)
    await tom.says("building 1 unit 1: the stair light is broken")
    await tom.presses("Lights out")
    await tom.presses("Send")
    assert tom.screen.startswith("What may we call you, and where can we ring you?")
    await tom.says("My name is Tom Brown, 13812345678")
    assert await kept_of(town, tom) == ("Tom Brown", "13812345678")


async def test_first_consent_then_the_report_then_the_question(town: Neighbourhood) -> None:
    phone = Phone(town, town.telegram.add_person("新人", language_code="zh"))
    await reports(phone)
    assert ASKED not in phone.everything
    await phone.presses("同意并提交")
    assert phone.screen.startswith(ASKED)
    asked = await town.database.run(lambda work: whoever(work, phone).who_asked)
    assert (asked, STATEMENT_VERSION > 0) == (1, True)
