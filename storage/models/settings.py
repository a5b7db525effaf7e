"""The community's own settings, version by version, and counters."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, Key


class CommunityVersion(Base):
    """The whole settings of the community (domain/community.py) as they were from `since` on."""

    __tablename__ = "community_version"

    version: Mapped[Key]
    since: Mapped[datetime]
    settings: Mapped[dict[str, object]] = mapped_column(Json)


class Counter(Base):
    """A number that only counts up, such as the month's tickets."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
