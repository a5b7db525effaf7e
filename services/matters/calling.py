"""Calling bodies and people to a place for a matter: an ask each, and taking all of them back."""

from dataclasses import dataclass
from datetime import datetime

from domain.matters.asks import CLOCK, AskAction, AskKind, AskState, GoesAlong, advance_ask
from domain.time.limits import Limit
from domain.vocabulary import Grade
from services.matters.ask_door import AskAndMatter
from services.matters.ask_steps import people_asked, recall
from services.matters.asking import send_ask
from storage.matters.asks import Asks
from storage.models import AskRow, MatterRow, Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Summons:
    """What all who are called read: where and when, until when they answer, and by when there is a result. `why_id`,
    `spot_id`: words of the matter."""

    come_at: datetime
    reply_limit: str
    result_due: datetime
    why_id: int | None
    spot_id: int | None


def summon(
    work: UnitOfWork, matter: MatterRow, what: Summons, *, by: Person, body_id: int, person_id: int | None = None
) -> AskRow:
    """One ask to come: to a body, or to one of its people (a volunteer of a team)."""
    body = work.directory.bodies[body_id]
    people = [person_id] if person_id is not None else people_asked(work, body)
    due = work.community.calendar().after(work.now, Limit.parse(what.reply_limit))
    ask = work.store(Asks).add(
        AskRow(
            matter_id=matter.id,
            kind=AskKind.COME,
            to_body_id=body_id,
            to_person_id=person_id,
            text_id=what.why_id,
            spot_id=what.spot_id,
            goes_along=GoesAlong.PLACE,
            asked_by_id=by.id,
            asked_at=work.now,
            reply_limit=what.reply_limit,
            result_limit=what.reply_limit,
            reply_due=due,
            come_at=what.come_at,
            result_due=what.result_due,
            state=AskState.SENT if people else AskState.UNREACHED,
            holds=False,
            version=1,
            next_step_at=due if people else None,
        )
    )
    for one in people:
        send_ask(work, ask, one, Grade.P2)
    return ask


def recall_all(work: UnitOfWork, matter: MatterRow) -> None:
    """Nobody needs to come any more; who has come stays counted (C6)."""
    for ask in work.store(Asks).open_of_matter(matter.id):
        recall(work, AskAndMatter(ask, matter), advance_ask(ask, AskAction.RECALL, by=CLOCK, at=work.now))
