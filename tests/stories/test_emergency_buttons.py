"""Nobody in danger stands before a question: two buttons that need no words, wherever words are not understood."""

from dataclasses import dataclass

import pytest

from domain.vocabulary import Grade, Level, Role, State
from storage.models import Draft, PlaceRow, PostRow, SafeguardingAlert, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


@dataclass(frozen=True)
class Tongue:
    """What is said and pressed in one language."""

    english: bool
    unclear: str
    report: str
    change: str
    danger: str
    harm: str
    mistake: str
    gas: str
    filed: str
    where: str
    again_sure: str
    human: str


ZH = Tongue(
    english=False,
    unclear="水管那边怪怪的你们晓得不",
    report="1号楼1单元楼道灯不亮",
    change="改：什么事",
    danger="着火、漏气、有人被困",
    harm="有人打人、有人要出事",
    mistake="按错了",
    gas="燃气",
    filed="已记为紧急",
    where="哪一栋？",
    again_sure="是，现在就有危险",
    human="您不用一个人扛着",
)
EN = Tongue(
    english=True,
    unclear="well it is somehow strange here isn't it?",
    report="The lamp in the stairwell of 桂花苑1号楼1单元 is broken",
    change="Change matter",
    danger="Fire, gas, somebody trapped",
    harm="Violence, somebody in despair",
    mistake="Tapped by mistake",
    gas="Gas",
    filed="Filed as urgent",
    where="Which building?",
    again_sure="Yes, there is danger now",
    human="You do not have to carry this alone",
)


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
def tongue(request: pytest.FixtureRequest) -> Tongue:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def lin(town: Neighbourhood, tongue: Tongue) -> Phone:
    return await town.resident("林素芬", english=tongue.english)


def tickets(work: UnitOfWork) -> list[Ticket]:
    return work.session.query(Ticket).order_by(Ticket.id).all()


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


def alerts(work: UnitOfWork) -> list[SafeguardingAlert]:
    return work.session.query(SafeguardingAlert).order_by(SafeguardingAlert.id).all()


async def safeguarder(town: Neighbourhood) -> Phone:
    def post(work: UnitOfWork) -> None:
        root = work.session.query(PlaceRow).filter_by(level=Level.COMMUNITY).one()
        work.session.add(PostRow(code="p-safe", place_id=root.id, role=Role.SAFEGUARDING, title="未成年人保护专干"))
        work.places.touch()

    await town.database.run(post)
    return await town.holder("p-safe", "顾安然")


async def test_words_that_were_not_understood_are_an_alarm_with_one_press(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    office, duty = await town.holder("p-office", "方文清"), await town.holder("p-duty", "康守一")
    await lin.says(tongue.unclear)
    assert "119 · 120 · 110" in lin.screen
    assert lin.buttons[-2:] == [tongue.danger, tongue.harm]
    assert await town.database.run(tickets) == []
    await lin.presses(tongue.danger)
    assert "119" in lin.messages[-2].text
    assert tongue.filed in lin.screen
    [ticket] = await town.database.run(tickets)
    assert (ticket.grade, ticket.state, ticket.category) == (Grade.P0, State.NEW, "X004")
    for phone in (office, duty):
        assert tongue.unclear in phone.everything, "with what was just said"
        assert phone.screen.startswith("紧急！有危险")
    assert steward.everything.count("紧急") == 0, "nobody knows where: not every steward is rung"


async def test_without_a_place_the_building_is_asked_at_once_and_its_steward_is_called(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    await town.holder("p-duty", "康守一")
    await lin.says(tongue.unclear)
    await lin.presses(tongue.danger)
    assert tongue.where in lin.screen
    assert {"桂花苑1号楼", "桂花苑2号楼", "三公街"} <= {*lin.buttons}
    await lin.presses("桂花苑1号楼")
    assert tongue.where not in lin.pressed
    assert "桂花苑1号楼" in lin.pressed
    assert steward.everything.count("紧急！有危险") == 1
    [ticket] = await town.database.run(tickets)
    assert ticket.place_id is not None


async def test_an_open_draft_goes_with_its_place_and_stays(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    await lin.says(tongue.report)
    await lin.presses(tongue.change)
    await lin.presses(tongue.danger)
    assert steward.screen.startswith("紧急！有危险")
    assert tongue.report in steward.screen
    assert tongue.where not in lin.screen
    assert await town.database.run(drafts) == 1


async def test_one_row_says_afterwards_which_danger_it_is(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    await lin.says(tongue.report)
    await lin.presses(tongue.change)
    await lin.presses(tongue.danger)
    kinds = ["Fire", "Gas", "Electric", "Trapped", "Other"] if tongue.english else ["火", "燃气", "电", "困", "其他"]
    assert [label for label in lin.buttons if label in kinds] == kinds
    await lin.presses(tongue.gas)
    [ticket] = await town.database.run(tickets)
    assert (ticket.category, ticket.grade) == ("R301", Grade.P0)
    assert "119" in lin.screen
    assert tongue.gas not in lin.pressed
    assert "紧急：是煤气" in steward.everything or "紧急：是燃气" in steward.everything


async def test_a_slip_is_taken_back_within_a_minute_and_everybody_hears_it(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    await lin.says(tongue.report)
    await lin.presses(tongue.change)
    await lin.presses(tongue.danger)
    town.clock.move(seconds=50)
    await lin.presses(tongue.mistake)
    assert "误报，已取消" in steward.screen
    [ticket] = await town.database.run(tickets)
    assert ticket.state is State.WITHDRAWN


async def test_after_two_false_alarms_in_a_month_the_button_asks_first_even_after_a_restart(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    await lin.says(tongue.report)
    await lin.presses(tongue.change)
    for _ in range(2):
        await lin.presses(tongue.danger)
        await lin.presses(tongue.mistake)
        town.clock.move(minutes=20)
    await town.restart()
    heard = len(steward.messages)
    await lin.presses(tongue.danger)
    assert all(number in lin.screen for number in ("119", "120", "110"))
    assert len(await town.database.run(tickets)) == 2, "it has not rung"
    assert len(steward.messages) == heard
    await lin.presses(tongue.again_sure)
    assert len(await town.database.run(tickets)) == 3
    assert len(steward.messages) > heard
    await lin.presses(tongue.mistake)
    await town.pass_time(days=31)
    await lin.says(tongue.unclear)
    await lin.presses(tongue.danger)
    assert len(await town.database.run(tickets)) == 4, "a month later it rings at once"


async def test_harm_reaches_its_own_staff_alone_with_one_press(
    town: Neighbourhood, lin: Phone, tongue: Tongue, steward: Phone
) -> None:
    guard, office = await safeguarder(town), await town.holder("p-office", "方文清")
    await lin.says(tongue.unclear)
    await lin.presses(tongue.harm)
    assert "110" in lin.screen
    assert "12356" in lin.screen
    assert tongue.human in lin.screen
    assert guard.screen.startswith("保密")
    assert tongue.unclear in guard.screen
    assert await town.database.run(tickets) == []
    for phone in (steward, office):
        assert "保密" not in phone.everything
        assert tongue.unclear not in phone.everything
    await lin.presses(tongue.mistake)
    assert "按错了" in guard.screen
    [alert] = await town.database.run(alerts)
    assert alert.seen_at is None, "whether it was a slip is theirs to judge"


async def test_a_slip_with_harm_can_be_said_by_nobody_else_and_for_a_minute_only(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    guard = await safeguarder(town)
    await chen.says(ZH.unclear)
    await chen.presses(ZH.harm)
    heard = len(guard.messages)
    await steward.forges("m:harm_slip:1", steward.messages[-1])
    assert len(guard.messages) == heard
    town.clock.move(seconds=61)
    await chen.presses(ZH.mistake)
    assert len(guard.messages) == heard


@pytest.mark.both_databases
async def test_the_buttons_pass_the_flood_and_a_ban(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    office = await town.holder("p-office", "郑主任")
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await office.says("/find 2611-0001")
    await office.presses(office.buttons[0])
    for label in ("过问", "限制发言", "停用"):
        await office.presses(label)
    await office.says("12-01")
    await office.says("连续骂人")
    await chen.says("那边有个东西不对")
    assert chen.screen.startswith("没有收下")
    for _ in range(80):
        chen.person.says(chen.bot, "/help")
    await town.settle()
    await chen.presses(ZH.danger)
    assert "已记为紧急" in chen.screen
    assert len(await town.database.run(tickets)) == 2
    assert "那边有个东西不对" in office.everything
    await chen.presses("电")
    [_, ticket] = await town.database.run(tickets)
    assert ticket.category == "R203"


async def test_no_number_that_is_typed_ever_rings(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("楼道灯不亮")
    for number in range(1, 12):
        await chen.says(str(number))
    assert await town.database.run(tickets) == []
    assert await town.database.run(alerts) == []


async def test_a_second_press_rings_nobody_again(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("改：什么事")
    screen = chen.last
    await chen.presses(ZH.danger, under=screen)
    heard = steward.everything.count("紧急！有危险")
    await chen.presses(ZH.danger, under=screen)
    assert len(await town.database.run(tickets)) == 1
    assert steward.everything.count("紧急！有危险") == heard


async def test_a_forged_kind_or_place_changes_nothing(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    for data in ("t:kind:1:1:fire", "t:there:1:1:1", "t:kind:1:1:harm", "m:sos:other"):
        await chen.forges(data, chen.last)
    [ticket] = await town.database.run(tickets)
    assert ticket.grade is not Grade.P0
