"""The term of a committee comes to its end: its chair and the office read of it in time, what there is to hand over is
ticked off, and whoever comes next is told."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.bodies.bodies import BodyKind
from domain.vocabulary import HeldAs
from storage.models import HoldingRow
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import body, contact
from tests.stories.neighbourhood import Neighbourhood, Phone, hold


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """In 2026; the stories begin on Wednesday the 18th of November at nine."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


END = local(12, 10, 0)


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


async def goes(town: Neighbourhood, phone: Phone, until: datetime = END) -> None:
    def set_the_end(work: UnitOfWork) -> None:
        person = work.people.recognise("telegram", str(phone.person.id), "zh")
        work.session.query(HoldingRow).filter_by(person_id=person.id).one().until = until
        work.places.touch()

    await town.database.run(set_the_end)


@pytest.fixture
async def chair(town: Neighbourhood, office: Phone) -> Phone:
    """Who has the committee's seat until the 10th of December."""
    await town.database.run(body("ywh", BodyKind.OWNERS_COMMITTEE, "桂花苑业委会", phone=None))
    phone = await contact(town, "ywh", "白主任")
    await goes(town, phone)
    return phone


def read_of_it(phone: Phone) -> int:
    return sum("届2611-01" in (message.text or "") for message in phone.messages)


@pytest.mark.both_databases
async def test_a_term_ends_and_everything_is_handed_over(town: Neighbourhood, office: Phone, chair: Phone) -> None:
    await town.pass_time(until=local(11, 19, 9, 1))
    for phone in (office, chair):
        assert "届2611-01　桂花苑业委会　任期快满了　任期满：12月9日周三" in phone.screen
        assert read_of_it(phone) == 1
    await town.pass_time(until=local(11, 25, 23))
    assert read_of_it(chair) == 1
    await town.pass_time(until=local(11, 27, 9, 1))
    assert read_of_it(chair) == 2, "fourteen days before"
    await chair.presses("届2611-01 桂花苑业委会")
    assert chair.buttons == ["账目交了", "钥匙交了", "资料交了", "印章交了", "经过"]
    await chair.presses("账目交了")
    assert "账目交了" not in chair.buttons
    await town.pass_time(until=local(12, 10, 9, 1))
    assert "桂花苑业委会　任期已满　交接账目、印章、钥匙、资料：12月19日周六" in office.screen
    assert read_of_it(chair) == 2, "who has gone hears nothing more"
    await chair.presses("印章交了")
    assert "没有这件事，或者不归您看" in chair.screen
    await office.says("/find 届2611-01")
    for button in ("钥匙交了", "资料交了", "印章交了"):
        await office.presses(button)
    assert "已交接" in office.screen
    assert office.buttons == ["经过"]
    await office.presses("经过")
    assert "白主任：账目交了" in office.screen
    assert "单晓棠：印章交了" in office.screen
    assert "都交接了" in office.screen
    await office.says("/todo")
    assert office.screen == "现在没有待办。"


async def test_who_comes_next_reads_what_is_to_be_handed_over_and_a_late_one_is_said_again(
    town: Neighbourhood, office: Phone, chair: Phone
) -> None:
    await town.pass_time(until=local(12, 10, 0, 30))
    successor = await contact(town, "ywh", "江主任")
    await successor.says("/todo")
    assert "届2611-01 桂花苑业委会　交接账目、印章、钥匙、资料：12月19日周六" in successor.screen
    heard = read_of_it(office)
    await town.pass_time(until=local(12, 18, 23))
    assert read_of_it(office) == heard + 1, "that the term is over"
    await town.pass_time(until=local(12, 21, 9, 1))
    assert read_of_it(office) == heard + 2
    assert read_of_it(successor) > 1


async def test_a_number_is_found_without_its_character_and_is_nobody_elses(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone, chair: Phone
) -> None:
    await town.pass_time(until=local(11, 19, 9, 1))
    await office.says("/find ２６１１－０１")
    assert office.screen.startswith("届2611-01　换届　桂花苑业委会")
    steward_heard = []
    for words in ("/find 届2611-01", "/find 届2611-77"):
        await steward.says(words)
        steward_heard.append(steward.screen)
    assert steward_heard == ["没有这件事，或者不归您看。"] * 2, "foreign and unknown read the same"
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await office.says("/find 届2611-01")
    assert "楼道灯" not in office.screen, "it means no ticket of that number"
    await office.says("/find 2611-01")
    assert "2611-0001" in office.screen, "the ticket, below the matter"
    await chen.says("/todo")
    assert "届2611" not in chen.everything


async def test_a_longer_term_says_so_in_its_history_and_asks_for_nothing(
    town: Neighbourhood, office: Phone, chair: Phone
) -> None:
    await town.pass_time(until=local(11, 19, 9, 1))
    await goes(town, chair, local(12, 20, 0))
    await town.pass_time(hours=2)
    await office.says("/todo")
    assert "任期满：12月19日周六" in office.screen
    await goes(town, chair, datetime(2029, 12, 10, tzinfo=UTC))
    await town.pass_time(hours=2)
    await office.says("/find 届2611-01")
    assert "已接上" in office.screen
    await office.presses("经过")
    assert "任期改了" in office.screen
    assert "有人接上了" in office.screen
    await office.says("/todo")
    assert office.screen == "现在没有待办。"


async def test_it_reads_in_english(town: Neighbourhood, chair: Phone) -> None:
    emma = await town.resident("Emma", english=True)
    await town.database.run(hold("seat-ywh", emma.person.id, HeldAs.MAIN))
    await goes(town, emma)
    await town.pass_time(until=local(11, 19, 9, 1))
    await emma.presses("届2611-01 桂花苑业委会")
    assert "The term comes to its end" in emma.screen
    assert "The term ends: Wed 9 Dec" in emma.screen
    assert emma.buttons[-1] == "History"
    await emma.presses("Seal handed over")
    await emma.presses("History")
    assert "Emma: seal handed over" in emma.screen
