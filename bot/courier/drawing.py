"""What was taken from the outbox, drawn for its reader as it is now. Within the open unit that took it."""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channel import MessageChannel
from bot.courier.crossing import crosses
from domain.notices.notices import CardRedraw
from handlers.door import frames_of
from handlers.subject import Subjects
from messages.drawing.catalogs import Catalogs
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from services.views.readers import read_ahead, reader_of
from storage.delivery.outbox import Sent, Taken
from storage.models import Person
from storage.models.delivery import OutboxState
from storage.sql.errors import TryAgain
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

MAX_TRIES = 8
"""Times a message may be taken and never come back: it ends the process, or its lease ran out."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message ready to leave."""

    taken: Taken
    at: datetime
    screen: Screen
    edits: int | None = None
    left_out: str = ""
    """In the reader's language, where a file of it comes by another channel: said when that cannot be had."""


DrawBatch = Callable[[UnitOfWork, Sequence[Taken]], Sequence[Drawn | Sent]]
"""Draws messages; of those that are not to leave it says what became of them."""


def set_aside(taken: Taken, why: str, at: datetime) -> Sent:
    """It is not tried again; the log says why."""
    log.error("outbox=%s person=%s set aside: %s", taken.id, taken.person_id, why)
    return Sent(taken, OutboxState.SET_ASIDE, at, error=why)


class Drawing:
    """Draws screens for the readers of these channels."""

    def __init__(self, channels: Mapping[str, MessageChannel], subjects: Subjects, catalogs: Catalogs) -> None:
        self._channels, self._subjects, self._catalogs = channels, subjects, catalogs

    def all_of(self, work: UnitOfWork, taken: Sequence[Taken]) -> list[Drawn | Sent]:
        """All of them or none: where one cannot be drawn, the unit they ride with is repeated without them."""
        told = [(one.notice, one.person_id) for one in taken if one.notice is not None]
        read_ahead(work, told)
        for kind in {type(notice) for notice, _ in told}:
            shown = self._subjects.shown.get(kind)
            if shown is not None and shown.expect is not None:
                shown.expect(work, [one for one in told if type(one[0]) is kind])
        return [self._draw(work, one) for one in taken]

    def reached(self, work: UnitOfWork, sent: Sequence[Sent]) -> None:
        """These came back from their channels: where it matters that a message has arrived, its subject notes it."""
        for one in sent:
            notice = one.taken.notice
            shown = self._subjects.shown.get(type(notice)) if notice is not None else None
            if notice is not None and shown is not None and shown.reached is not None and one.state is OutboxState.SENT:
                shown.reached(work, notice)

    def what_can_be(self, work: UnitOfWork, taken: Sequence[Taken]) -> list[Drawn | Sent]:
        """All of them in one attempt; where one cannot be drawn, each in an attempt of its own."""
        try:
            with work.attempt():
                return self.all_of(work, taken)
        except TryAgain:
            raise
        except Exception:
            return [self._draw_alone(work, one) for one in taken]

    def _draw_alone(self, work: UnitOfWork, taken: Taken) -> Drawn | Sent:
        """One message; a bug sets it aside with an incident number in the log, and the others go on."""
        try:
            with work.attempt():
                return self._draw(work, taken)
        except TryAgain:
            raise
        except Exception as bug:
            incident = secrets.token_hex(4).upper()
            log.error("incident %s outbox=%s %s %s", incident, taken.id, type(bug).__name__, frames_of(bug))
            return set_aside(taken, incident, work.now)

    def _draw(self, work: UnitOfWork, taken: Taken) -> Drawn | Sent:
        """The message as it is now; what the reader may no longer see is dropped."""
        notice = taken.notice
        if taken.tries > MAX_TRIES:
            return set_aside(taken, "it cannot be delivered", work.now)
        if taken.channel not in self._channels:
            return set_aside(taken, f"no channel «{taken.channel}» is open here", work.now)
        if notice is None:
            incident = secrets.token_hex(4).upper()
            log.error("incident %s outbox=%s no subject knows such a notice, or its facts", incident, taken.id)
            return set_aside(taken, incident, work.now)
        if taken.keeps_quiet is not None and (morning := work.quiet_until(taken.keeps_quiet)) is not None:
            return Sent(taken, OutboxState.HELD, work.now, held_until=morning)  # delayed until after bedtime
        person = work.people.get(taken.person_id) if taken.person_id is not None else None
        to_draw = self._subjects.shown[type(notice)].fetch(work, notice, person)
        if to_draw is None:
            return Sent(taken, OutboxState.DROPPED, work.now, error="the reader may not see it any more")
        frame = self._frame(work, person, taken.channel)
        screen = replace(to_draw(frame), numbered=frame.reader.large_buttons)
        edits = taken.edits
        if isinstance(notice, CardRedraw) and edits is None:
            edits = work.messages.card_in(taken.account_id, notice.ticket_id)
        if screen.shows_nothing:
            return Sent(taken, OutboxState.DROPPED, work.now, error="there is nothing to show")
        asked = [[label, data] for row in screen.keyboard() for label, data in row]
        left_out = frame.texts.say("file-left-out") if crosses(screen.media, taken.channel) else ""
        return Drawn(replace(taken, asked=asked), work.now, screen, edits, left_out)

    def _frame(self, work: UnitOfWork, person: Person | None, channel: str) -> Frame:
        """For this reader, in their language and their channel."""
        reader = reader_of(work, person)
        texts = Texts(self._catalogs, reader.language, work.community.zone)
        return Frame(
            reader,
            texts,
            work.now,
            work.community,
            work.directory,
            self._channels[channel].link,
            self._subjects.on_cards,
        )
