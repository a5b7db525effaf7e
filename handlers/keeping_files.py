"""What came with a message is kept, so that a report, an announcement or a draft can name it."""

from collections.abc import Sequence

from domain.tickets.report_form import Attachment
from handlers.said import SaidFile
from storage.unit_of_work import UnitOfWork


def kept(work: UnitOfWork, channel: str, files: Sequence[SaidFile]) -> list[Attachment]:
    """These files of a message that came in that channel, in the same order. Asked again in the same unit they are
    not kept again."""
    named = [one for one in files if one.ref]
    keys = dict(zip((one.ref for one in named), work.files.keep(channel, named), strict=True)) if named else {}
    return [Attachment(one.kind, keys.get(one.ref), one.size, one.latitude, one.longitude) for one in files]
