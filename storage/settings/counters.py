"""Numbers that only count up: the month's tickets, how often somebody was shown or told something today."""

from datetime import datetime

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session

from storage.models import Counter
from storage.sql.collecting import Undo
from storage.sql.store import Store, table_of
from storage.sql.upsert import upsert

_COUNTER = table_of(Counter)
_COUNT_UP = upsert(
    Counter,
    lambda counters: counters.on_conflict_do_update(
        index_elements=["name"], set_={"value": _COUNTER.c.value + 1}
    ).returning(_COUNTER.c.value),
)
_SET = update(_COUNTER).where(_COUNTER.c.name == bindparam("counter")).values(value=bindparam("reached"))


class Counters(Store):
    """The counters within one unit of work. The first step of each locks it until the unit ends; further steps are
    counted here and written with the unit."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._values: dict[str, int] = {}
        self._written: dict[str, int] = {}

    def up(self, name: str) -> int:
        """A counter's next value, from 1."""
        if name in self._values:
            self._values[name] += 1
        else:
            up = self._session.connection().execute(_COUNT_UP[self._dialect], {"name": name, "value": 1})
            self._values[name] = self._written[name] = int(up.scalar_one())
        return self._values[name]

    def mark(self) -> Undo:
        """The way back: what was first counted after it is not locked any more."""
        values = dict(self._values)

        def go_back() -> None:
            self._values = values
            self._written = {name: value for name, value in self._written.items() if name in values}

        return go_back

    def write(self) -> None:
        """Write down how far they have come, in order of name."""
        moved = sorted(name for name, value in self._values.items() if value != self._written[name])
        if moved:
            self._write(_SET, [{"counter": name, "reached": self._values[name]} for name in moved])
            self._written.update((name, self._values[name]) for name in moved)

    def forget(self, since: str, before: str) -> int:
        """Delete the counters whose names sort from `since` to before `before`; returns how many."""
        return self._write(delete(_COUNTER).where(_COUNTER.c.name >= since, _COUNTER.c.name < before))
