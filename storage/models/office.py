"""Requests to superiors, and what the office has done about misuse."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.tickets.approvals import Asked, Decision
from domain.tickets.restrictions import Restriction
from storage.models.base import Base, Key


class ApprovalRow(Base):
    """A request about a ticket. `asked_of_id`: who is to decide now; `remind_at` None once it was decided. Its words
    are in `ticket_text`."""

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_ticket_id", "ticket_id"),
        Index(
            "ix_approval_remind_at",
            "remind_at",
            postgresql_where=text("remind_at IS NOT NULL"),
            sqlite_where=text("remind_at IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    asked: Mapped[Asked]
    reason: Mapped[str | None]
    until: Mapped[datetime | None]
    text_id: Mapped[int] = mapped_column(ForeignKey("ticket_text.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_of_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    decision: Mapped[Decision]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


class RestrictionRow(Base):
    """Somebody is limited, muted or banned until a date. `reason` can be emptied; the row stays."""

    __tablename__ = "restriction"
    __table_args__ = (Index("ix_restriction_person_id", "person_id", "until"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[Restriction]
    reason: Mapped[str | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
