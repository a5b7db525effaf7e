"""What all tables share: names of constraints, the kinds of columns, times that are never naive."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, MetaData, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; comes back aware, in UTC, from both databases.

    One function each way, where a decorator would have run through three: every row has several instants.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        return _written_out if dialect.name == "sqlite" else _utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _read_again if dialect.name == "sqlite" else _utc


def _utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a naive time was about to be stored")
    return value.astimezone(UTC)


@lru_cache(maxsize=256)  # the unit's own instant stands in most of its rows
def _written_out(value: datetime | None) -> str | None:
    """As SQLAlchemy writes instants on SQLite, which has no type for them: of one width, so that they sort."""
    utc = _utc(value)
    return utc.isoformat(" ", "microseconds")[:26] if utc is not None else None


def _read_again(value: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{value}+00:00") if value is not None else None


BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column it calls INTEGER."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Key = Annotated[int, mapped_column(BigId, primary_key=True)]

PersonalText = Annotated[str, mapped_column(String, info={"personal": True})]
"""Words, names and files of people: emptied when they are deleted or when their days are over."""

NOT_PERSONAL = {"personal": False}
OwnText = Annotated[str, mapped_column(String, info=NOT_PERSONAL)]
"""Ids, codes and names of places: nothing that somebody typed or is called."""


class Base(DeclarativeBase):
    """Ids and Telegram's numbers are 64 bits wide; words are stored by value."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as it stands
        datetime: UtcDateTime(),
        int: BigId,
        StrEnum: Enum(StrEnum, native_enum=False, length=24, values_callable=lambda e: [w.value for w in e]),
    }
