"""The tree of places, the posts, what they cover, and who holds them from when to when."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.vocabulary import HeldAs, Level, Role, SetUpAct, StreetSide
from storage.models.base import Base, Json, Key


class PlaceRow(Base):
    """A node of the tree. Codes are public and live for years; names change (the older ones are in `former_name`).
    `merged_into_id`: the place is no more, and its code leads there."""

    __tablename__ = "place"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    level: Mapped[Level]
    name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)
    households: Mapped[int | None]
    merged_into_id: Mapped[int | None]


class FormerName(Base):
    """What a place was called and where it stood until a moment."""

    __tablename__ = "former_name"

    id: Mapped[Key]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str]
    parent_id: Mapped[int | None]
    until: Mapped[datetime]


class PlaceMove(Base):
    """A place to be merged, split off or renamed from a day on; done by a tick, once."""

    __tablename__ = "place_move"

    id: Mapped[Key]
    act: Mapped[SetUpAct]
    code: Mapped[str]
    into: Mapped[str | None]
    name: Mapped[str | None]
    since: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class PostRow(Base):
    """A seat at a place; `body_id`: in that body."""

    __tablename__ = "post"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    role: Mapped[Role]
    title: Mapped[str]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)


class CoverageRow(Base):
    """Which places, or which doors of a street, a post answers for."""

    __tablename__ = "coverage"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    from_no: Mapped[int | None]
    to_no: Mapped[int | None]
    side: Mapped[StreetSide]
    sub_numbers: Mapped[list[str] | None] = mapped_column(Json)
    households: Mapped[int | None]


class HoldingRow(Base):
    """A person in a post. `entered_as` is the name the set-up or the invitation gave, whatever the account that took
    it up is called; `handed_over_at`: it has ended and its open work went to others."""

    __tablename__ = "holding"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    held_as: Mapped[HeldAs]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    entered_as: Mapped[str | None]
    handed_over_at: Mapped[datetime | None]


class SetUpLine(Base):
    """A line of the set-up's own history: what was done to posts, people and places. Only ever appended; people by
    id alone. `before` and `after` are titles, days and names of places."""

    __tablename__ = "set_up_line"

    id: Mapped[Key]
    at: Mapped[datetime]
    act: Mapped[SetUpAct]
    by_id: Mapped[int | None]
    person_id: Mapped[int | None]
    subject: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]


class TableLine(Base):
    """A row of the set-up tables at its last import: what the table said, and how it stood here afterwards. `subject`:
    the code of a place or post, the id of a holding. Of people only what changed can be seen, not who they are."""

    __tablename__ = "table_line"
    __table_args__ = (UniqueConstraint("sheet", "subject"),)

    id: Mapped[Key]
    sheet: Mapped[str]
    subject: Mapped[str]
    said: Mapped[dict[str, object]] = mapped_column(Json)
    stood: Mapped[dict[str, object]] = mapped_column(Json)


class Revision(Base):
    """One row that every change to places, posts, holders or their reachability counts up."""

    __tablename__ = "revision"

    id: Mapped[Key]
    directory: Mapped[int]
