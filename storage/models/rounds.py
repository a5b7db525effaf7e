"""Rounds: lists of points that somebody walks, and what became of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.matters.rounds import RoundKind, RoundOutcome
from storage.models.base import Base, Key


class RoundRow(Base):
    """One round of somebody; `by_person_id` is emptied 30 days after `closes_at` (collective.md 1.7). `done_at`: since
    then nothing is left to walk."""

    __tablename__ = "round"
    __table_args__ = (
        Index(
            "ix_round_open",
            "closes_at",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    kind: Mapped[RoundKind]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]


class RoundPoint(Base):
    """A door of the register, or (`household_id` None) a place as a whole, in the order in which one walks."""

    __tablename__ = "round_point"

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    outcome: Mapped[RoundOutcome | None]
    entered_at: Mapped[datetime | None]
