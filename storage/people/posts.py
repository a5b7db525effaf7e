"""Invitations to posts, how posts end, and the set-up's own history."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, func, select, update

from domain.vocabulary import SetUpAct
from storage.models import AbsenceRow, HoldingRow, Invitation, SetUpLine, TableLine
from storage.sql.store import Store


class Posts(Store):
    """The holdings and invitations of one unit of work."""

    def holding(self, holding_id: int) -> HoldingRow | None:
        """A holding, locked for changing."""
        return self._session.get(HoldingRow, holding_id, with_for_update=True, populate_existing=True)

    def get(self, holding_id: int | None) -> HoldingRow | None:
        """A holding, for reading."""
        return self._session.get(HoldingRow, holding_id) if holding_id is not None else None

    def holdings_of(self, post_id: int) -> list[HoldingRow]:
        """Everybody who holds the post now, in the order they were entered."""
        mine = select(HoldingRow).where(HoldingRow.post_id == post_id, self._held_now())
        return list(self._session.scalars(mine.order_by(HoldingRow.id)))

    def holdings_by(self, person_id: int) -> list[HoldingRow]:
        """What the person holds now."""
        mine = select(HoldingRow).where(HoldingRow.person_id == person_id, self._held_now())
        return list(self._session.scalars(mine.order_by(HoldingRow.id)))

    def _held_now(self) -> ColumnElement[bool]:
        return HoldingRow.until.is_(None) | (HoldingRow.until > self._now)

    def forget_name(self, person_id: int) -> None:
        """What the set-up or an invitation called somebody, in posts that are over."""
        his = update(HoldingRow).where(HoldingRow.person_id == person_id)
        self._session.execute(his.values(entered_as=None))
        held = select(cast(HoldingRow.id, String)).where(HoldingRow.person_id == person_id)
        self._session.execute(delete(TableLine).where(TableLine.sheet == "people", TableLine.subject.in_(held)))

    def leaves_of(self, person_id: int) -> list[AbsenceRow]:
        return list(self._session.scalars(select(AbsenceRow).where(AbsenceRow.person_id == person_id)))

    def lines_about(self, person_id: int) -> list[SetUpLine]:
        """What the set-up's history says of somebody."""
        his = select(SetUpLine).where(SetUpLine.person_id == person_id)
        return list(self._session.scalars(his.order_by(SetUpLine.id)))

    def over(self, limit: int) -> list[HoldingRow]:
        """Those whose time is over and whose open work has not gone to others, locked."""
        ended = select(HoldingRow).where(HoldingRow.until <= self._now, HoldingRow.handed_over_at.is_(None))
        return list(self._session.scalars(ended.order_by(HoldingRow.id).limit(limit).with_for_update(skip_locked=True)))

    # Invitations

    def unused(self) -> list[Invitation]:
        """Links to posts, and to being an administrator, that can still be pressed; the oldest first."""
        open_ones = select(Invitation).where(
            Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > self._now
        )
        return list(self._session.scalars(open_ones.order_by(Invitation.created_at, Invitation.code_hash)))

    def not_taken_up(self, before: datetime) -> list[Invitation]:
        """Links to posts made before that moment, unused, not revoked and not listed yet, locked."""
        late = select(Invitation).where(
            Invitation.used_at.is_(None),
            Invitation.created_at <= before,
            Invitation.revoked_at.is_(None),
            Invitation.listed_at.is_(None),
            Invitation.holding_id.is_not(None),
        )
        return list(self._session.scalars(late.order_by(Invitation.created_at).with_for_update(skip_locked=True)))

    # History

    def write(
        self,
        act: SetUpAct,
        *,
        by: int | None,
        subject: str,
        person_id: int | None = None,
        before: str = "",
        after: str = "",
    ) -> None:
        """Append one line to the set-up's history."""
        self._session.add(
            SetUpLine(at=self._now, act=act, by_id=by, person_id=person_id, subject=subject, before=before, after=after)
        )

    def lines(self, page: int, size: int) -> tuple[list[SetUpLine], int]:
        """A page of the history, newest first, and how many lines there are."""
        newest = select(SetUpLine).order_by(SetUpLine.id.desc()).offset(page * size).limit(size)
        total = self._session.scalar(select(func.count()).select_from(SetUpLine)) or 0
        return list(self._session.scalars(newest)), total
