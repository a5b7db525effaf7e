"""How a notice is written down in the outbox, and read again."""

from pydantic import TypeAdapter

from domain.notices.notice import Notice
from domain.notices.notices import NOTICES

_ADAPTERS = {kind: TypeAdapter[Notice](kind) for kind in NOTICES.values()}


def facts_of(notice: Notice) -> object:
    """What it tells, as JSON."""
    return _ADAPTERS[type(notice)].dump_python(notice, mode="json")


def notice_of(kind: str, facts: object) -> Notice | None:
    """A notice as it was written down; None when it cannot be read any more."""
    if kind not in NOTICES:
        return None
    try:
        return _ADAPTERS[NOTICES[kind]].validate_python(facts)
    except ValueError:
        return None
