"""How notices are written down in the outbox, and read again: those of the kinds that the subjects name."""

from collections.abc import Mapping

from pydantic import TypeAdapter

from domain.notices.notice import Notice


class NoticeBook:
    """The kinds of notices that this program knows, by the name each is kept under."""

    def __init__(self, kinds: Mapping[str, type[Notice]]) -> None:
        self._read = {name: TypeAdapter[Notice](kind) for name, kind in kinds.items()}

    def knows(self, kind: str) -> bool:
        return kind in self._read

    def facts_of(self, notice: Notice) -> object:
        """What it tells, as JSON. Raises KeyError for a kind that no subject names: nobody could ever read it."""
        return self._read[type(notice).__name__].dump_python(notice, mode="json")

    def notice_of(self, kind: str, facts: object) -> Notice | None:
        """A notice as it was written down; None when it cannot be read any more."""
        if kind not in self._read:
            return None
        try:
            return self._read[kind].validate_python(facts)
        except ValueError:
            return None
