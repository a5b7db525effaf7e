"""What is kept of a whistle beside its matter's header."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import NOT_PERSONAL, Base, Json
from subjects.whistles.rules import Assessed, WhistleKind


class WhistleRow(Base):
    """One whistle. `called`: the bodies that are called when it is blown; `why_id`, `spot_id`, `result_id`: words of
    matters; `come_at`, `result_due`: when they meet, and by when there is a result; `without_try`: nothing had been
    tried before; `outcomes`: by ticket."""

    __tablename__ = "whistle"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    kind: Mapped[WhistleKind]
    called: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    why_id: Mapped[int | None] = mapped_column(ForeignKey("matter_text.id"))
    spot_id: Mapped[int | None] = mapped_column(ForeignKey("matter_text.id"))
    come_at: Mapped[datetime]
    result_due: Mapped[datetime]
    without_try: Mapped[bool]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    blown_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    blown_at: Mapped[datetime | None] = mapped_column(index=True)
    met_at: Mapped[datetime | None]
    result_id: Mapped[int | None] = mapped_column(ForeignKey("matter_text.id"))
    outcomes: Mapped[dict[str, str]] = mapped_column(Json, info=NOT_PERSONAL)
    assessed: Mapped[Assessed | None]
    resulted_at: Mapped[datetime | None]
