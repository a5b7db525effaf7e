"""An album comes as messages of its own, one for each photo: together they are one answer."""

from collections.abc import Mapping

from domain.tickets.report_form import ALBUM
from handlers.turn import Turn
from services.telling.saying import add_to_line


def begin_album(turn: Turn) -> None:
    """What was just done with a photo of an album is done for all of it. Its files hang on one line of a history and go
    to whoever was told of it; where the first one was not kept, and that was said, the others are not either."""
    album = turn.said.album
    if album is None:
        return
    found = (turn.work.contents.line_with(one.file) for one in turn.attachments() if one.file is not None)
    line = next((one for one in found if one is not None), None)
    ticket_id, seq = line or (None, None)
    to = turn.work.told_of(*line) if line is not None else []
    turn.work.conversation.note(turn.person.id, ALBUM, {"id": album, "ticket": ticket_id, "seq": seq, "to": to})


def goes_on(turn: Turn) -> bool:
    """A further part of an album that was answered: it goes where the first went, and is not answered again."""
    awaited = turn.work.conversation.awaited(turn.person.id)
    facts = awaited.detail.get(ALBUM) if awaited is not None else None
    if awaited is None or not isinstance(facts, Mapping) or facts["id"] != turn.said.album:
        if awaited is not None and awaited.what == ALBUM:
            turn.work.conversation.stop_awaiting(turn.person.id)
        return False
    ticket_id, seq, to = facts["ticket"], facts["seq"], facts["to"]
    if isinstance(ticket_id, int) and isinstance(seq, int) and isinstance(to, list):
        add_to_line(turn.work, ticket_id, seq, turn.remark, by=turn.person, to=to)
    return True
