"""The community's own settings, version by version, and counters."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, Key


class CommunityVersion(Base):
    """The whole settings of the community (domain/community.py) as they were from `since` on."""

    __tablename__ = "community_version"

    version: Mapped[Key]
    since: Mapped[datetime]
    settings: Mapped[dict[str, object]] = mapped_column(Json)


class CalendarDay(Base):
    """A day that the office has declared off or working, against the packaged days or beyond them."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PeriodicRun(Base):
    """What was done once for a period (a week's digest, a year's warning), whatever number of replicas runs."""

    __tablename__ = "periodic_run"

    job: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Counter(Base):
    """A number that only counts up, such as the month's tickets."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
