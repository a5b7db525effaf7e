"""Lines that wait for somebody's next bundle, within one unit of work."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from domain.matters.bundles import BundledLine
from storage.models import BundleLine
from storage.sql.store import Store


class Bundles(Store):
    """What somebody will read with their next bundle."""

    def keep(
        self, person_id: int, kind: BundledLine, about: Mapping[str, int | None], not_after: datetime | None
    ) -> None:
        """One line of a kind about a thing waits at a time; its latest end counts."""
        waiting = select(BundleLine).where(
            BundleLine.person_id == person_id, BundleLine.told_at.is_(None), BundleLine.kind == kind
        )
        same = (line for line in self._session.scalars(waiting) if _is_about(line, about))
        if (line := next(same, None)) is not None:
            line.not_after = not_after
            return
        self._session.add(BundleLine(person_id=person_id, kind=kind, said_at=self._now, not_after=not_after, **about))

    def waiting(self, person_id: int) -> Sequence[BundleLine]:
        """What was not told yet."""
        mine = select(BundleLine).where(BundleLine.person_id == person_id, BundleLine.told_at.is_(None))
        return list(self._session.scalars(mine.order_by(BundleLine.id)))


def _is_about(line: BundleLine, about: Mapping[str, int | None]) -> bool:
    return all(getattr(line, name) == value for name, value in about.items())
