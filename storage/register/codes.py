"""Codes of doors within one unit of work, and the wrong ones that somebody has typed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from domain.register.codes import MAX_WRONG_CODES
from storage.models import DoorCode, WrongCode
from storage.sql.store import Store

_OPEN = DoorCode.used_at.is_(None)


class DoorCodes(Store):
    """Only their hashes are kept."""

    def add(self, codes: Sequence[tuple[int, str]], *, family: bool, by: int, lasts: timedelta) -> None:
        """`codes`: household and hash."""
        for household_id, hashed in codes:
            row = DoorCode(household_id=household_id, hash=hashed, family=family, made_by_id=by)
            row.made_at, row.expires_at = self._now, self._now + lasts
            row.used_by_id = row.used_at = None
            self._session.add(row)
        self._session.flush()

    def known(self, hashes: Collection[str]) -> set[str]:
        """Those of these that were given to a door already."""
        return set(self._session.scalars(select(DoorCode.hash).where(DoorCode.hash.in_(hashes))))

    def find(self, hashed: str) -> DoorCode | None:
        return self._session.scalar(select(DoorCode).where(DoorCode.hash == hashed))

    def lock(self, hashed: str) -> DoorCode | None:
        """Of two phones that use it at once the second finds it used."""
        found = select(DoorCode).where(DoorCode.hash == hashed).with_for_update()
        return self._session.scalar(found.execution_options(populate_existing=True))

    def open_printed(self, households: Collection[int]) -> set[int]:
        """Those of these whose slip is still good."""
        if not households:
            return set()
        good = (DoorCode.household_id.in_(households), ~DoorCode.family, _OPEN, DoorCode.expires_at > self._now)
        return set(self._session.scalars(select(DoorCode.household_id).where(*good)))

    def open_family(self, household_id: int) -> int:
        """How many codes its members have made that are still good."""
        good = (DoorCode.household_id == household_id, DoorCode.family, _OPEN, DoorCode.expires_at > self._now)
        return self._session.scalar(select(func.count()).where(*good)) or 0

    def end_printed(self, households: Collection[int]) -> None:
        """A new slip ends the unused older ones of the same doors."""
        older = update(DoorCode).where(DoorCode.household_id.in_(households), ~DoorCode.family, _OPEN)
        self._write(older.where(DoorCode.expires_at > self._now).values(expires_at=self._now))

    def end_family(self, person_id: int, household_id: int) -> None:
        """Whoever does not speak for the home any more opens it to nobody."""
        own = update(DoorCode).where(DoorCode.made_by_id == person_id, DoorCode.household_id == household_id)
        good = own.where(DoorCode.family, _OPEN, DoorCode.expires_at > self._now)
        self._write(good.values(expires_at=self._now))

    def unlink(self, person_id: int) -> None:
        """Who used a code is not kept of whoever is deleted; nor that they made some for their home, or what they
        guessed. Slips that they have printed as a steward stay good."""
        self._write(delete(DoorCode).where(DoorCode.made_by_id == person_id, DoorCode.family))
        self._write(update(DoorCode).where(DoorCode.used_by_id == person_id).values(used_by_id=None))
        self._write(delete(WrongCode).where(WrongCode.person_id == person_id))

    def note_wrong(self, person_id: int) -> None:
        self._session.add(WrongCode(person_id=person_id, at=self._now))
        self._session.flush()

    def wrong_of(self, person_id: int) -> list[datetime]:
        """When this person's last wrong ones were."""
        last = select(WrongCode.at).where(WrongCode.person_id == person_id).order_by(WrongCode.at.desc())
        return list(self._session.scalars(last.limit(MAX_WRONG_CODES)))

    def drop_old(self, codes_before: datetime, wrong_before: datetime) -> int:
        """Codes that ended before then, and wrong ones from before; returns how many went."""
        codes = self._write(delete(DoorCode).where(DoorCode.expires_at < codes_before))
        return codes + self._write(delete(WrongCode).where(WrongCode.at < wrong_before))
