"""Who speaks for which household, within one unit of work; what members say of each other; and who has looked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, func, select

from domain.posts.directory import Address
from domain.register.doors import HouseholdKind
from domain.register.members import MemberAs, MemberProof, MemberWaits
from storage.models import HouseholdRow, MembershipRow, MemberWord, RegisterLook
from storage.sql.store import Store

_STANDS = MembershipRow.until.is_(None)
_NO_MORE_THAN = 500
"""Ids in one list of a statement."""


class DoorLine(NamedTuple):
    """A door as lists and counts need it."""

    id: int
    address: Address
    kind: HouseholdKind
    counts: bool
    has_area: bool
    let: bool | None
    has_app: bool
    waits: bool
    """Somebody there is to be met."""


class Members(Store):
    """Memberships stand as long as they have no end."""

    def get(self, membership_id: int) -> MembershipRow | None:
        return self._session.get(MembershipRow, membership_id)

    def refresh(self, row: MembershipRow) -> MembershipRow:
        """As it is now that its household is locked."""
        self._session.refresh(row)
        return row

    def add(
        self, person_id: int, household_id: int, stands_as: MemberAs, proof: MemberProof, waits_for: MemberWaits | None
    ) -> MembershipRow:
        row = MembershipRow(
            person_id=person_id,
            household_id=household_id,
            stands_as=stands_as,
            proof=proof,
            proved_by_id=None,
            was=None,
            waits_for=waits_for,
            decide_by=None,
            since=self._now,
            until=None,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def of_household(self, household_id: int) -> list[MembershipRow]:
        """Who speaks for it now, or waits to; the first one first."""
        here = select(MembershipRow).where(MembershipRow.household_id == household_id, _STANDS)
        return list(self._session.scalars(here.order_by(MembershipRow.id)))

    def of_person(self, person_id: int, *, ended: bool = False) -> list[MembershipRow]:
        own = select(MembershipRow).where(MembershipRow.person_id == person_id).order_by(MembershipRow.id)
        return list(self._session.scalars(own if ended else own.where(_STANDS)))

    def membership(self, person_id: int, household_id: int) -> MembershipRow | None:
        one = (MembershipRow.person_id == person_id, MembershipRow.household_id == household_id, _STANDS)
        return self._session.scalar(select(MembershipRow).where(*one))

    def doors_of(self, people: Collection[int]) -> dict[int, Address | None]:
        """By person: the door of the first household that they speak for; whoever speaks for none is not there."""
        own = (HouseholdRow.place_id, HouseholdRow.number, HouseholdRow.sub_number, HouseholdRow.room)
        rows = self._read(
            select(MembershipRow.person_id, *own)
            .join(HouseholdRow, HouseholdRow.id == MembershipRow.household_id)
            .where(MembershipRow.person_id.in_(people), _STANDS, HouseholdRow.until.is_(None))
            .order_by(MembershipRow.id.desc())
        )
        return {one: Address(place_id, number, sub_number, room) for one, place_id, number, sub_number, room in rows}

    def undecided(self, limit: int) -> list[MembershipRow]:
        """Those whose members have been silent for their days."""
        due = select(MembershipRow).where(MembershipRow.decide_by.is_not(None), MembershipRow.decide_by <= self._now)
        return list(self._session.scalars(due.order_by(MembershipRow.decide_by).limit(limit)))

    def waiting_for_office(self) -> list[MembershipRow]:
        """Whom the office has to decide on, the longest first."""
        waits = MembershipRow.waits_for.in_((MemberWaits.OFFICE, MemberWaits.LOOK))
        return list(self._session.scalars(select(MembershipRow).where(waits, _STANDS).order_by(MembershipRow.id)))

    # What is said of each other

    def say(self, membership_id: int, person_id: int, agrees: bool | None) -> None:
        """In the place of what the same member said before."""
        word = self._session.get(MemberWord, (membership_id, person_id))
        if word is None:
            word = MemberWord(membership_id=membership_id, person_id=person_id)
            self._session.add(word)
        word.agrees, word.said_at = agrees, self._now
        self._session.flush()

    def words_about(self, membership_id: int) -> list[MemberWord]:
        return list(self._session.scalars(select(MemberWord).where(MemberWord.membership_id == membership_id)))

    def words_of(self, person_id: int) -> list[MemberWord]:
        return list(self._session.scalars(select(MemberWord).where(MemberWord.person_id == person_id)))

    def drop_words_about(self, membership_id: int) -> None:
        """They have come to something; who said what is not kept."""
        self._write(delete(MemberWord).where(MemberWord.membership_id == membership_id))

    # Doors, for lists

    def doors_at(self, places: Collection[int]) -> list[DoorLine]:
        """The doors that stand at these places, in the order of their numbers."""
        own = MembershipRow.household_id == HouseholdRow.id
        here = select(
            HouseholdRow.id,
            HouseholdRow.place_id,
            HouseholdRow.number,
            HouseholdRow.sub_number,
            HouseholdRow.room,
            HouseholdRow.kind,
            HouseholdRow.counts,
            HouseholdRow.area.is_not(None),
            HouseholdRow.let,
            exists().where(own, _STANDS),
            exists().where(own, _STANDS, MembershipRow.waits_for.in_((MemberWaits.LOOK, MemberWaits.OWNER))),
        ).where(HouseholdRow.until.is_(None))
        found: list[DoorLine] = []
        wanted = sorted(places)
        for start in range(0, len(wanted), _NO_MORE_THAN):
            some = here.where(HouseholdRow.place_id.in_(wanted[start : start + _NO_MORE_THAN]))
            found += (
                DoorLine(
                    one, Address(place_id, number, sub, room), kind, counts, bool(area), let, bool(app), bool(waits)
                )
                for one, place_id, number, sub, room, kind, counts, area, let, app, waits in self._read(some)
            )
        return found

    # Who has looked

    def note_look(self, person_id: int, place_id: int, what: str, since: datetime) -> None:
        """Once a day, however often the same list is opened."""
        same = (RegisterLook.person_id == person_id, RegisterLook.place_id == place_id, RegisterLook.what == what)
        if self._session.scalar(select(RegisterLook.id).where(*same, RegisterLook.at >= since).limit(1)) is None:
            self._session.add(RegisterLook(person_id=person_id, place_id=place_id, what=what, at=self._now))
            self._session.flush()

    def looks_at(self, places: Sequence[int], limit: int) -> list[RegisterLook]:
        """The last ones at these places, the newest first."""
        here = select(RegisterLook).where(RegisterLook.place_id.in_(places)).order_by(RegisterLook.at.desc())
        return list(self._session.scalars(here.limit(limit)))

    def looks_of(self, person_id: int) -> list[RegisterLook]:
        own = select(RegisterLook).where(RegisterLook.person_id == person_id).order_by(RegisterLook.at)
        return list(self._session.scalars(own))

    def count_looks(self, before: datetime) -> int:
        return self._session.scalar(select(func.count()).where(RegisterLook.at < before)) or 0

    def drop_looks(self, before: datetime) -> int:
        return self._write(delete(RegisterLook).where(RegisterLook.at < before))

    # What is kept no longer

    def drop(self, rows: Sequence[MembershipRow]) -> None:
        """With what was said about them."""
        for row in rows:
            self.drop_words_about(row.id)
            self._session.delete(row)
        self._session.flush()

    def drop_words_of(self, person_id: int) -> None:
        self._write(delete(MemberWord).where(MemberWord.person_id == person_id))

    def count_ended(self, before: datetime) -> int:
        return self._session.scalar(select(func.count()).where(MembershipRow.until < before)) or 0

    def ended(self, before: datetime) -> list[MembershipRow]:
        return list(self._session.scalars(select(MembershipRow).where(MembershipRow.until < before)))
