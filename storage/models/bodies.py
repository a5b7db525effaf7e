"""Bodies beside the chain: committees, firms, alliances, departments; their duties, members and resources."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.bodies.bodies import BodyChannel, BodyKind
from storage.models.base import NOT_PERSONAL, Base, Json, Key, OwnText


class BodyRow(Base):
    """One body. `phone` and `hours` are public; limits as in «8w»; `seats`: how many it has, None where nobody has
    counted. Who has a seat is a holding of a post with its `body_id`."""

    __tablename__ = "body"

    id: Mapped[Key]
    code: Mapped[OwnText] = mapped_column(unique=True)
    kind: Mapped[BodyKind]
    name: Mapped[OwnText]
    places: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    channel: Mapped[BodyChannel]
    phone: Mapped[OwnText | None]
    hours: Mapped[OwnText | None]
    reply_limit: Mapped[OwnText]
    result_limit: Mapped[OwnText]
    seats: Mapped[int | None]
    elected_on: Mapped[date | None]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]


class BodyLink(Base):
    """A body is a member of an alliance, from–to."""

    __tablename__ = "body_link"

    id: Mapped[Key]
    alliance_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]


class BodyDutyRow(Base):
    """What a body answers for: a category, a shelf of categories or a task; `places` empty: wherever it works."""

    __tablename__ = "body_duty"
    __table_args__ = (UniqueConstraint("body_id", "what"),)

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    what: Mapped[OwnText]
    places: Mapped[list[int]] = mapped_column(Json, info=NOT_PERSONAL)
    order: Mapped[int] = mapped_column("place_in_order")


class ResourceRow(Base):
    """What a body can lend: a hall, parking at night, a ladder."""

    __tablename__ = "resource"

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    what: Mapped[OwnText]
    spot: Mapped[OwnText | None]
    hours: Mapped[OwnText | None]
    until: Mapped[date | None]
