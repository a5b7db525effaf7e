"""What the office sends to many, its words in a table of their own, and what stewards tell at the doors."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models import FileRow
from storage.models.base import NOT_PERSONAL, Base, Json, Key, PersonalText
from subjects.announcements.rules import Stage, Urgency


class AnnouncementRow(Base):
    """One announcement, from its draft to its result. `posts`: those of the author's by which they announce. `cursor`:
    the last person whose message is queued. `muted`, `unreachable`: who was passed over on the way."""

    __tablename__ = "announcement"
    __table_args__ = (
        Index(
            "ix_announcement_not_ended",
            "stage",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    posts: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    places: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    urgency: Mapped[Urgency]
    stage: Mapped[Stage]
    version: Mapped[int]
    send_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cursor: Mapped[int]
    muted: Mapped[int]
    unreachable: Mapped[int]
    result: Mapped[dict[str, object] | None] = mapped_column(Json, info=NOT_PERSONAL)
    ended_at: Mapped[datetime | None]


class AnnouncementWords(Base):
    """Its words and photo, apart, so that they can be emptied."""

    __tablename__ = "announcement_words"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    body: Mapped[PersonalText | None]
    photo_key: Mapped[int | None] = mapped_column(ForeignKey("file.id"), index=True)

    photo: Mapped[FileRow | None] = relationship(lazy="joined")


class AnnouncementRound(Base):
    """The round of one steward who tells the households without the app at the door."""

    __tablename__ = "announcement_round"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), index=True)
