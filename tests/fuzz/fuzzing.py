"""Updates nobody would send by hand, thousands of them, through the whole program: what is legal never becomes an
incident, what is not is set aside, the process lives on, and what holds on a walk holds here (tests/stories/walk.py).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.telegram.parsed import parsed_updates
from storage.engines.database import Database
from storage.models import InboxRow, OutboxRow, Ticket
from storage.models.delivery import InboxState, OutboxState
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.fuzz.legal import Maker
from tests.fuzz.mutation import mutated
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.walk import BEGIN, RESIDENTS, STAFF
from tests.stories.walk_checks import Roster, faults

MALFORMED = 0.4
"""Of the updates."""
MOST_AT_ONCE = 8
LOOKED_EVERY = 250
"""Updates between two looks at what must hold."""


@dataclass(slots=True)
class Fuzzed:
    """What was counted. `incidents`: legal updates that were set aside; `unsent`: messages Telegram would not take."""

    legal: int = 0
    malformed: int = 0
    aside: int = 0
    tickets: int = 0
    incidents: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        """Every broken promise in a sentence."""
        return [*self.incidents, *self.unsent, *self.broken]


async def fuzz(
    database: Database, clock: MovedClock, updates: int, seed: int, tell: Callable[[str], None] = lambda _: None
) -> Fuzzed:
    """Send so many updates to a bot on this database."""
    chance = random.Random(seed)
    clock.set(BEGIN)
    town = Neighbourhood(database, clock)
    await town.open()
    phones = [await town.holder(post, name, held_as=held_as) for name, (post, held_as) in STAFF.items()]
    phones += [await town.resident(name) for name in RESIDENTS]
    maker = Maker(town.bot, [phone.person for phone in phones], chance, clock.timestamp)
    found, sent, next_look = Fuzzed(), dict[int, str](), LOOKED_EVERY
    while found.legal + found.malformed < updates:
        some = []
        for _ in range(chance.randint(1, MOST_AT_ONCE)):
            update = maker.update()
            if chance.random() < MALFORMED:
                update = mutated(update, chance)
                found.malformed += 1
            else:
                sent[maker.number] = _kind(update)
                found.legal += 1
            some.append(update)
        try:
            await town.app.intake.receive(parsed_updates(some), at_once=chance.random() < 0.5)
            await town.settle()
        except Exception as death:
            found.broken.append(f"the process ended: {type(death).__name__}")
            return found
        clock.move(seconds=chance.choice((1, 5, 60)))
        _unblock(phones)
        if found.legal + found.malformed >= next_look:
            next_look += LOOKED_EVERY
            tell(f"{found.legal + found.malformed} updates")
            await _look(town, found, sent)
    await _look(town, found, sent)
    return found


def _unblock(phones: list[Phone]) -> None:
    for phone in phones:
        phone.person.chat(phone.bot).blocked = False


def _kind(update: dict[str, object]) -> str:
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    inside = content.get("message", content) if isinstance(content, dict) else {}
    return f"{kind} {sorted(inside) if isinstance(inside, dict) else inside}"[:300]


async def _look(town: Neighbourhood, found: Fuzzed, sent: dict[int, str]) -> None:
    """What became of the updates; those that were rightly set aside are taken away, so that the next look is short."""

    def look(work: UnitOfWork) -> None:
        session = work.session
        for row in session.query(InboxRow).filter_by(state=InboxState.SET_ASIDE):
            if row.number in sent:
                found.incidents.append(f"legal update {row.number} was set aside: {sent[row.number]}")
            found.aside += 1
            session.delete(row)
        session.flush()
        for unsent in session.query(OutboxRow).filter_by(state=OutboxState.SET_ASIDE):
            if "wrong file identifier" in (unsent.error or ""):
                session.delete(unsent)  # nobody has sent that file to the stand-in
                continue
            found.unsent.append(f"message {unsent.id} ({unsent.kind}) was set aside: {unsent.error}")
            session.delete(unsent)
        session.flush()
        found.broken += list(faults(work, Roster(), {}))
        found.tickets = session.scalar(select(func.count(Ticket.id))) or 0

    await town.database.run(look)
