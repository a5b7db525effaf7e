"""What reading people's words leaves behind: alerts about harm, corrections of categories, who else has the fault."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Key


class SafeguardingAlert(Base):
    """Violence, harm to a child, self-harm: for the safeguarding staff alone. Never a ticket, never counted.

    `words` None once they were emptied. `told` counts how often the staff was told; `seen_by_id`: who took it on.
    """

    __tablename__ = "safeguarding_alert"
    __table_args__ = (
        Index(
            "ix_safeguarding_alert_unseen",
            "id",
            postgresql_where=text("seen_at IS NULL"),
            sqlite_where=text("seen_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    danger: Mapped[str]
    words: Mapped[str | None]
    at: Mapped[datetime]
    told: Mapped[int] = mapped_column(default=0, server_default="0")
    told_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]


class Correction(Base):
    """A person chose another category than the one proposed; the words by id alone, so that they can be emptied."""

    __tablename__ = "correction"

    id: Mapped[Key]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_text.id"))
    proposed: Mapped[str | None]
    chosen: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Follower(Base):
    """«我也遇到»: a neighbour with the same fault, who hears how it goes on and counts as a household."""

    __tablename__ = "follower"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]
