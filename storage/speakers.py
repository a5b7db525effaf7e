"""Who speaks: the person, the question that waits for his words, whether he has raised an alarm. One question for all
who are about to speak in a unit."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from domain.words import OPEN_STATES, Grade, State
from storage.among import among
from storage.models import Awaited, Person, Ticket
from storage.store import table_of, words

IN_DANGER: ColumnElement[bool] = (Ticket.grade == Grade.P0) & Ticket.state.in_(words(*OPEN_STATES - {State.RESOLVED}))
"""An alarm that nobody has ended yet."""

_SPEAKERS = (
    select(Person, Awaited, exists().where(Ticket.reporter_id == Person.id, IN_DANGER))
    .outerjoin(Awaited, Awaited.person_id == Person.id)
    .where(among(table_of(Person).c.telegram_id, "accounts"))
)


class Speaker(NamedTuple):
    """Somebody the bot knows. `awaited` None: nothing was asked of him."""

    person: Person
    awaited: Awaited | None
    alarmed: bool


def find_speakers(session: Session, accounts: Collection[int]) -> Sequence[Speaker]:
    """Those of these Telegram accounts that are known."""
    return [Speaker(*row) for row in session.execute(_SPEAKERS, {"accounts": list(accounts)})]
