"""Digests as they were sent, version by version."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json


class DigestRow(Base):
    """A week's figures, frozen, with the ids of the tickets behind them. `complete`: the whole week."""

    __tablename__ = "digest"

    week: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    complete: Mapped[bool]
    made_at: Mapped[datetime]
    figures: Mapped[dict[str, object]] = mapped_column(Json)
