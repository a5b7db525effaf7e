"""Bodies of the stories' neighbourhood, and people in their seats."""

from collections.abc import Callable, Sequence

from domain.bodies.bodies import BodyChannel, BodyKind
from domain.vocabulary import HeldAs, Role
from storage.models import BodyDutyRow, BodyRow, PlaceRow, PostRow
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, hold


def body(
    code: str,
    kind: BodyKind,
    name: str,
    *,
    place: str = "gh",
    duties: Sequence[str] = (),
    channel: BodyChannel = BodyChannel.CHAT,
    phone: str | None = "020-5550101",
) -> Callable[[UnitOfWork], int]:
    """A body with one seat, `seat-{code}`."""

    def made(work: UnitOfWork) -> int:
        where = work.session.query(PlaceRow).filter_by(code=place).one()
        row = BodyRow(
            code=code,
            kind=kind,
            name=name,
            places=[where.id],
            channel=channel,
            phone=phone,
            reply_limit="8w",
            result_limit="24w",
        )
        work.session.add(row)
        work.session.flush()
        for order, what in enumerate(duties, 1):
            work.session.add(BodyDutyRow(body_id=row.id, what=what, places=[], order=order))
        seat = PostRow(code=f"seat-{code}", place_id=where.id, role=Role.CONTACT, title=f"{name}联系人", body_id=row.id)
        work.session.add(seat)
        work.session.flush()
        work.places.touch()
        return row.id

    return made


async def property_firm(town: Neighbourhood) -> int:
    """幸福物业, whose duty leaks are."""
    return await town.database.run(body("wy", BodyKind.PROPERTY, "幸福物业", duties=["R1"]))


async def community_company(town: Neighbourhood) -> int:
    return await town.database.run(body("gs", BodyKind.COMMUNITY_COMPANY, "社区公司", place="sl"))


async def contact(town: Neighbourhood, code: str, name: str, held_as: HeldAs = HeldAs.MAIN) -> Phone:
    """Somebody who has the seat of that body, and has pressed Start."""
    phone = await town.resident(name)
    await town.database.run(hold(f"seat-{code}", phone.person.id, held_as))
    return phone
