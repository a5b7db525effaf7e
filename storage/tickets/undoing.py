"""The lines of a history as the rules ask for them, and what a step changes, kept with its line so that the step can
be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Enum, bindparam, select

from domain.tickets.recusal import COUNTED
from domain.tickets.undoing import UNDOABLE
from domain.vocabulary import Action, State
from storage.models import ChangeRow, Ticket
from storage.models.base import UtcDateTime
from storage.sql.among import among
from storage.sql.store import literals, table_of

_COLUMNS = table_of(Ticket).c
_CHANGE = table_of(ChangeRow)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A line of a history, without its words."""

    seq: int
    action: Action
    before: State | None
    after: State
    by_id: int | None
    at: datetime
    detail: Mapping[str, object]


STEPS = select(*(_CHANGE.c[name] for name in ("ticket_id", *(one.name for one in fields(StepLine))))).where(
    among(_CHANGE.c.ticket_id, "tickets"),
    _CHANGE.c.action.in_(literals(*COUNTED, Action.UNDO))
    | (_CHANGE.c.at >= bindparam("lately", type_=_CHANGE.c.at.type)),
)
STEPS = STEPS.order_by(_CHANGE.c.ticket_id, _CHANGE.c.seq)
"""What the rules ask about, and whatever may just have been a slip."""


def as_it_stands(ticket: Ticket, action: Action) -> dict[str, object]:
    """What `action` is about to change, as JSON keeps it: instants in ISO format, in UTC."""
    return {name: _written(getattr(ticket, name)) for name in UNDOABLE[action]}


def put_back(ticket: Ticket, was: Mapping[str, object]) -> None:
    """The ticket has again what it had before; its state is the change's."""
    for name, value in was.items():
        setattr(ticket, name, _read(name, value))


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: object) -> object:
    kind = _COLUMNS[name].type
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(str(value))
    return kind.enum_class(value) if isinstance(kind, Enum) and kind.enum_class is not None else value
