"""Who is called in the stories: two units of an alliance, a team with two volunteers, departments."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.bodies.bodies import BodyChannel, BodyKind
from domain.vocabulary import HeldAs
from storage.models import BodyLink, BodyRow
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import body, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone, hold


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """In 2026: 18 November is a Wednesday, at nine the stories begin."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


async def alliance(town: Neighbourhood, units: int = 2) -> None:
    """党建联盟 with so many units at the community's place."""
    await town.database.run(body("lm", BodyKind.ALLIANCE, "党建联盟", place="sl"))
    for number in range(1, units + 1):
        await town.database.run(body(f"u{number}", BodyKind.INSTITUTION, f"单位{number}", place="sl"))

    def join(work: UnitOfWork) -> None:
        rows = {row.code: row for row in work.session.query(BodyRow)}
        for number in range(1, units + 1):
            work.session.add(BodyLink(alliance_id=rows["lm"].id, member_id=rows[f"u{number}"].id))
        work.places.touch()

    await town.database.run(join)


async def department(town: Neighbourhood, name: str = "市政") -> None:
    made = body("sz", BodyKind.DEPARTMENT, name, place="sl", channel=BodyChannel.PHONE, phone="020-5550199")
    await town.database.run(made)


async def volunteers(town: Neighbourhood, names: list[str]) -> list[Phone]:
    """A team 「先锋队」 with these people in its seats."""
    await town.database.run(body("xf", BodyKind.TEAM, "先锋队", place="g1"))
    first = await contact(town, "xf", names[0])
    others = []
    for name in names[1:]:
        phone = await town.resident(name)
        await town.database.run(hold("seat-xf", phone.person.id, HeldAs.DEPUTY))
        others.append(phone)
    return [first, *others]


async def a_ticket_that_was_tried(town: Neighbourhood, chen: Phone, steward: Phone) -> Phone:
    """A leak that the property firm does not mend; returns the firm."""
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请幸福物业来办")
    await steward.says("请来看看")
    await firm.presses("办不了")
    await firm.presses("不归我们")
    return firm


async def calls_the_team(steward: Phone) -> None:
    """From the ticket's card to «when and where?»: the team of volunteers is called."""
    await steward.presses("吹哨", under=steward.card)
    await steward.presses("先锋队")
    await steward.presses("就请这些")


__all__ = ["a_ticket_that_was_tried", "alliance", "calls_the_team", "contact", "department", "local", "volunteers"]
