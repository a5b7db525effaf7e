"""What the tests of the outbox do again and again: queue, take, settle, and look at the rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.notices.notice import Notice
from domain.notices.notices import Letter, Say
from storage.delivery.outbox import Sent, Taken
from storage.engines.database import Database
from storage.models import LaneRow, OutboxRow
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork

LEASE = timedelta(seconds=60)


async def queue(database: Database, chat: int, *words: str, broadcast: bool = False) -> None:
    """One unit that tells a chat some sentences."""

    def unit(work: UnitOfWork) -> None:
        for one in words:
            work.outbox.add(chat, Letter(0, Say(one)), broadcast=broadcast)

    await database.run(unit)


async def add(database: Database, chat: int, notice: Notice, **how: object) -> None:
    """One unit that tells a chat one thing."""
    edits, not_before = how.get("edits"), how.get("not_before")
    assert edits is None or isinstance(edits, int)
    assert not_before is None or isinstance(not_before, datetime)
    await database.run(lambda work: work.outbox.add(chat, Letter(0, notice, not_before, edits)))


async def take(database: Database, limit: int = 16) -> list[Taken]:
    return await database.run(lambda work: work.outbox.take(limit, lease=LEASE))


async def settle(database: Database, *taken: Taken, state: OutboxState = OutboxState.SENT) -> None:
    """They were sent (or set aside), and their lanes are ready at once."""
    await database.run(lambda work: work.outbox.settle([Sent(one, state, work.now, 7) for one in taken]))


async def again(database: Database, taken: Taken, *, after: float, counts: bool = True) -> None:
    """It is to be tried once more after so many seconds."""

    def unit(work: UnitOfWork) -> None:
        ready = work.now + timedelta(seconds=after)
        work.outbox.settle([Sent(taken, OutboxState.SENDING, ready, again=True, counts=counts)])

    await database.run(unit)


def words(taken: Sequence[Taken]) -> list[str]:
    """What the taken messages say."""
    return [one.notice.key if isinstance(one.notice, Say) else type(one.notice).__name__ for one in taken]


async def rows(database: Database) -> list[tuple[int, str, OutboxState, int]]:
    """Every row: chat, kind, state, tries."""

    def unit(work: UnitOfWork) -> list[tuple[int, str, OutboxState, int]]:
        found = work.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(row.account_id, row.kind, OutboxState(row.state), row.tries) for row in found]

    return await database.run(unit)


async def counts(database: Database) -> tuple[dict[tuple[int, bool], int], dict[tuple[int, bool], int]]:
    """What the lanes say is pending, and how many rows really are; lanes with nothing left out."""

    def unit(work: UnitOfWork) -> tuple[dict[tuple[int, bool], int], dict[tuple[int, bool], int]]:
        lanes = work.session.scalars(select(LaneRow))
        said = {(lane.account_id, lane.broadcast): lane.pending for lane in lanes if lane.pending != 0}
        open_rows = select(OutboxRow.account_id, OutboxRow.broadcast, func.count()).where(
            OutboxRow.state < OutboxState.SENT
        )
        grouped = work.session.execute(open_rows.group_by(OutboxRow.account_id, OutboxRow.broadcast))
        return said, {(chat, cast): n for chat, cast, n in grouped}

    return await database.run(unit)
