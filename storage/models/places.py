"""The tree of places, the posts, what they cover, and who holds them from when to when."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import HeldAs, Level, Role, Side
from storage.models.base import Base, Json, Key


class PlaceRow(Base):
    """A node of the tree. Codes are public and live for years; names change."""

    __tablename__ = "place"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    level: Mapped[Level]
    name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)
    households: Mapped[int | None]


class PostRow(Base):
    """A seat at a place."""

    __tablename__ = "post"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    role: Mapped[Role]
    title: Mapped[str]


class CoverageRow(Base):
    """Which places, or which doors of a street, a post answers for."""

    __tablename__ = "coverage"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    from_no: Mapped[int | None]
    to_no: Mapped[int | None]
    side: Mapped[Side]
    sub_numbers: Mapped[list[str] | None] = mapped_column(Json)


class HoldingRow(Base):
    """A person in a post."""

    __tablename__ = "holding"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    held_as: Mapped[HeldAs]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]


class Revision(Base):
    """One row that every change to places, posts, holders or their reachability counts up."""

    __tablename__ = "revision"

    id: Mapped[Key]
    directory: Mapped[int]
