"""Bodies within one unit of work: their rows, duties, members and what they can lend."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from domain.bodies.bodies import Resource
from storage.models import BodyDutyRow, BodyLink, BodyRow, ResourceRow
from storage.sql.store import Store


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What belongs to a body beside its row; `members` by id."""

    duties: tuple[str, ...]
    members: tuple[int, ...]
    resources: tuple[Resource, ...]


class Bodies(Store):
    """For changing; what is asked again and again stands in the directory."""

    def by_code(self) -> dict[str, BodyRow]:
        return {row.code: row for row in self._session.scalars(select(BodyRow).order_by(BodyRow.id))}

    def get(self, body_id: int) -> BodyRow | None:
        return self._session.get(BodyRow, body_id)

    def lock(self, body_id: int) -> BodyRow | None:
        return self._session.get(BodyRow, body_id, with_for_update=True, populate_existing=True)

    def add(self, row: BodyRow) -> BodyRow:
        """Its columns are filled before anything else is read."""
        self._session.add(row)
        return row

    def parts_of(self, body_id: int) -> BodyParts:
        duties = select(BodyDutyRow.what).where(BodyDutyRow.body_id == body_id).order_by(BodyDutyRow.order)
        members = select(BodyLink.member_id).where(BodyLink.alliance_id == body_id, BodyLink.until.is_(None))
        return BodyParts(
            tuple(self._session.scalars(duties)),
            tuple(self._session.scalars(members.order_by(BodyLink.id))),
            self.resources_of(body_id),
        )

    def keep_parts(self, body_id: int, parts: BodyParts) -> None:
        """In the place of what was there; whoever is a member no more was one until now."""
        self._session.flush()
        self._session.execute(delete(BodyDutyRow).where(BodyDutyRow.body_id == body_id))
        self._session.execute(delete(ResourceRow).where(ResourceRow.body_id == body_id))
        for order, what in enumerate(parts.duties, 1):
            self._session.add(BodyDutyRow(body_id=body_id, what=what, places=[], order=order))
        for one in parts.resources:
            row = ResourceRow(body_id=body_id, what=one.what, spot=one.spot, hours=one.hours, until=one.until)
            self._session.add(row)
        open_ = select(BodyLink).where(BodyLink.alliance_id == body_id, BodyLink.until.is_(None))
        links = {link.member_id: link for link in self._session.scalars(open_)}
        for member_id, link in links.items():
            link.until = link.until if member_id in parts.members else self._now
        for member_id in parts.members:
            if member_id not in links:
                self._session.add(BodyLink(alliance_id=body_id, member_id=member_id, since=self._now))
        self._session.flush()

    def resources_of(self, body_id: int) -> tuple[Resource, ...]:
        """What it can lend, also what it could until a day that is past."""
        lends = select(ResourceRow).where(ResourceRow.body_id == body_id).order_by(ResourceRow.id)
        return tuple(Resource(row.what, row.spot, row.hours, row.until) for row in self._session.scalars(lends))
