"""What residents really write: unknown wordings, questions, several troubles at once, other people's business."""

import pytest

from bot.learning import Learning
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone


@pytest.fixture
async def anna(town: Neighbourhood) -> Phone:
    return await town.resident("Anna", english=True)


async def test_an_unknown_wording_is_offered_three_kinds_and_none_is_chosen(chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元 墙根根冒潮气")
    assert chen.screen.startswith("是哪一种？")
    assert chen.buttons[3:-2] == ["都不是", "不报了"], "three kinds, none of these, not at all; below them danger"
    assert "其他，请楼长来看" not in chen.buttons, "that is what «none of these» says"
    first = chen.buttons[0]
    await chen.presses(first)
    assert first in chen.screen
    await chen.presses("提交")
    assert "墙根根冒潮气" in steward.everything


async def test_none_of_these_is_a_report_that_the_steward_looks_at(chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元 墙根根冒潮气")
    await chen.presses("都不是，请楼长来看")
    assert "其他，请楼长来看" in chen.screen
    await chen.presses("提交")
    assert "我来办" in steward.buttons


async def test_all_kinds_can_be_looked_through_and_hold_none_of_these_too(chen: Phone) -> None:
    await chen.says("1号楼1单元 墙根根冒潮气")
    await chen.presses("看全部种类")
    assert "噪音" in chen.buttons
    assert "都不是，请楼长来看" in chen.buttons


async def test_the_same_in_english(anna: Phone) -> None:
    await anna.says("a funny dampness creeps up the skirting, building 1 unit 1")
    assert anna.screen.startswith("Which is it?")
    await anna.presses("None of these: come and look")
    assert "Something else: come and see" in anna.screen


async def test_until_it_has_been_learnt_the_screens_are_those_of_the_phrases(town: Neighbourhood, chen: Phone) -> None:
    never = Learning(lambda _work: None)
    town.app = town.process(learning=never)
    await chen.says("1号楼1单元 墙根根冒潮气")
    assert chen.screen.startswith("这是哪一类的事？")
    assert chen.buttons[0] == "家里漏水、楼上渗水", "what is most frequent"


async def test_somebody_who_only_asks_for_the_steward_reports_that(chen: Phone, steward: Phone) -> None:
    await chen.says("请楼长来一趟，1号楼1单元")
    assert "其他，请楼长来看" in chen.screen
    await chen.presses("提交")
    assert "请楼长来一趟" in steward.everything


async def test_a_complaint_of_the_stewards_manner_does_not_reach_him(
    chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says("1号楼楼长态度太差了")
    assert "对楼长、社区的意见" in chen.screen
    await chen.presses("提交")
    assert "态度太差" in leader.everything
    assert "态度太差" not in steward.everything


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("1号楼1单元的独居老人没人照顾", "照顾老人、上门看看"),
        ("学校门口接送孩子的车堵死了，三公街11号", "学校周边"),
        ("三公街11号商家门前五包没做好，脏得很", "店铺门前五包"),
    ],
)
async def test_new_kinds(chen: Phone, words: str, kind: str) -> None:
    await chen.says(words)
    if "跳过" in chen.buttons:
        await chen.presses("跳过")
    assert kind in chen.screen


@pytest.mark.both_databases
async def test_who_answers_is_told_with_deputy_and_without_a_telephone(chen: Phone, steward: Phone) -> None:
    await chen.says("谁管1号楼")
    assert "1号楼楼栋长" in chen.screen
    assert "王秀兰" in chen.screen
    assert "周一到周五 08:30–12:00, 14:00–18:30" in chen.screen
    assert chen.buttons == ["请他联系我", "这就是要报的事"]
    await chen.presses("请他联系我")
    assert "已经告诉他了" in chen.screen
    assert "陈桂芳想请您联系一下，说的是桂花苑1号楼" in steward.screen
    assert [entity.user for entity in steward.last.entities if entity.type == "text_mention"] == [chen.person]
    assert "点这里给对方发消息" in steward.screen


async def test_he_is_asked_to_get_in_touch_once_a_day(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("/steward 1号楼")
    await chen.presses("请他联系我")
    heard = len(steward.messages)
    await chen.says("/steward 1号楼")
    await chen.presses("请他联系我")
    assert "今天已经替您转达过一次了" in chen.everything
    assert len(steward.messages) == heard
    await town.pass_time(days=1)
    await chen.says("/steward 1号楼")
    await chen.presses("请他联系我")
    assert steward.everything.count("想请您联系一下") == 2


async def test_a_telephone_is_shown_only_if_he_allows_it(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await steward.says("/phone")
    assert "还没有您的电话号码" in steward.screen

    def enter(work: UnitOfWork) -> None:
        person = work.people.by_account(steward.person.id)
        assert person is not None
        work.people.set_contact(person.id, "王秀兰", "13800001111")

    await town.database.run(enter)
    await chen.says("楼长电话多少，1号楼的")
    assert "13800001111" not in chen.everything
    await steward.says("/phone")
    await chen.says("/steward 1号楼")
    assert "电话：13800001111" in chen.screen
    assert chen.buttons == []
    await steward.says("/phone")
    await chen.says("/steward 1号楼")
    assert "13800001111" not in chen.screen


async def test_without_a_place_or_a_home_it_is_asked_which(chen: Phone) -> None:
    await chen.says("/steward")
    assert "哪一栋" in chen.screen


async def test_the_phone_switch_is_for_whoever_holds_a_post(chen: Phone) -> None:
    await chen.says("/phone")
    assert "电话" not in chen.screen or "楼长" in chen.screen or "岗位" in chen.screen


async def test_questions_are_answered_and_open_no_draft(chen: Phone) -> None:
    await chen.says("居委会几点开门")
    assert "社区办公室" in chen.screen
    assert chen.buttons == ["这就是要报的事"]
    await chen.says("配钥匙找谁")
    assert "配钥匙、门禁卡" in chen.screen


async def test_a_question_nobody_has_an_answer_to_goes_to_the_office_by_one_tap(
    town: Neighbourhood, chen: Phone
) -> None:
    office = await town.holder("p-office", "何志远")
    await chen.says("老年食堂几点开饭，1号楼的能去吗")
    assert "答不上来" in chen.screen
    await chen.presses("请社区来回答")
    assert "咨询、建议、表扬" in chen.screen
    await chen.presses("提交")
    assert "老年食堂几点开饭" in chen.everything + office.everything


async def test_questions_in_english(anna: Phone, steward: Phone) -> None:
    await anna.says("who is responsible for building 1?")
    assert "王秀兰" in anna.screen
    await anna.says("where can I get a spare key?")
    assert "Keys and door cards" in anna.screen


async def test_other_bodies_business_is_sent_there_and_kept_for_one_tap(chen: Phone) -> None:
    await chen.says("老板拖欠工资不给")
    assert "12333" in chen.screen
    assert "12345" in chen.screen
    await chen.presses("这就是要报的事")
    assert chen.screen.startswith("是哪一种？")
    await chen.presses("都不是，请楼长来看")
    await chen.presses("说不清，请社区来问")
    assert "拖欠工资" in chen.screen


async def test_other_bodies_business_in_english(anna: Phone) -> None:
    await anna.says("my boss does not pay my wages")
    assert "12333" in anna.screen


async def test_words_for_commands(chen: Phone) -> None:
    await chen.says("我的报告")
    assert "您还没有报告" in chen.screen
    await chen.says("换成英文")
    assert "English" in chen.buttons
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("不报了")
    assert chen.screen.startswith("好的，不报了")


async def test_two_troubles_become_two_reports_one_after_the_other(chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯坏了，还有单元门锁坏了关不上")
    assert "您说了2件事，要分开报请按「更多」。" in chen.screen
    await chen.presses("是2件事：分成2份")
    assert "分开了" in chen.screen
    assert "门锁" not in chen.screen
    await chen.presses("提交")
    assert chen.screen.startswith("接着是您刚才说的另一件")
    assert "单元门锁坏了关不上" in chen.screen
    assert "1号楼1单元" in chen.screen
    await chen.presses("提交")
    assert "楼道灯坏了" in steward.everything
    assert "单元门锁坏了" in steward.everything


async def test_two_troubles_at_two_places_keep_each_its_own(chen: Phone) -> None:
    await chen.says("1号楼楼道灯坏了，另外2号楼垃圾没人清")
    for _ in range(2):
        if "提交" in chen.buttons:
            break
        await chen.presses(next(label for label in chen.buttons if "1号楼" in label))
    await chen.presses("是2件事：分成2份")
    assert "1号楼" in chen.screen
    await chen.presses("提交")
    assert "2号楼" in chen.screen
    assert "垃圾没人清" in chen.screen


async def test_what_waits_is_still_asked_when_the_first_is_dropped(chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯坏了，还有单元门锁坏了关不上")
    await chen.presses("是2件事：分成2份")
    await chen.presses("不报了")
    assert "单元门锁坏了关不上" in chen.screen


async def test_two_troubles_in_english(anna: Phone) -> None:
    await anna.says("building 1 unit 1: the stairway light is out, and the front door lock is broken")
    await anna.presses("2 matters: make 2 reports")
    await anna.presses("Send")
    assert "door lock is broken" in anna.screen


async def test_words_about_an_open_report_ask_whether_they_are(chen: Phone, clock: MovedClock) -> None:
    await chen.says("1号楼1单元厨房漏水")
    await chen.presses("提交")
    await chen.says("人来了看了一眼又走了")
    assert "还没发出去。要告诉负责的人吗" in chen.screen
    await chen.says("2号楼垃圾没人清运")
    assert "还没发出去" not in chen.screen
