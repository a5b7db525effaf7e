"""What was forgotten, in numbers, and which tickets are kept longer because a matter goes on elsewhere."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.privacy import KeptBecause
from storage.models.base import Base


class Forgotten(Base):
    """How much of one sort was emptied or deleted on one day."""

    __tablename__ = "forgotten"

    day: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class KeptTicket(Base):
    """A ticket in mediation or appeal: its words are not emptied until the office lets it go."""

    __tablename__ = "kept_ticket"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    why: Mapped[KeptBecause]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
