"""When the clock has something to do next: moments that stand in the tables."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, union_all

from storage.models.base import Base, UtcDateTime
from storage.unit_of_work import UnitOfWork

_NOW = bindparam("now", type_=UtcDateTime())
_ALL = union_all(
    *(
        select(func.min(column).label("at")).where(column > _NOW)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, UtcDateTime)
    )
).subquery()
_NEXT = select(func.min(_ALL.c.at))


def next_moment_kept(work: UnitOfWork, now: datetime) -> datetime | None:
    """The first moment after `now` in any column of any table; whatever comes due later was written down before."""
    found: datetime | None = work.session.scalar(_NEXT, {"now": now})
    return found
