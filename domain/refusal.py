"""The expected «no»: something a person asked for cannot be done, and this is the sentence that says why."""

from collections.abc import Mapping

Value = str | int
"""What a sentence may be filled with."""


class Refusal(Exception):
    """An expected «no». The unit's changes are undone; the person reads the text named by `key`.

    Everything else that goes wrong is a bug (set aside, «sorry») or a database error (tried again):
    docs/flow.md, «Three kinds of trouble».
    """

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, Value] = values


def unknown_ticket() -> Refusal:
    """One sentence for a number that does not exist and for one that is not yours: existence must not leak."""
    return Refusal("refused-unknown-ticket")
