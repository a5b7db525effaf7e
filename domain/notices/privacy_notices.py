"""The privacy statement, and what is asked for behind it."""

from dataclasses import dataclass

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class PrivacyStatement(Notice):
    """Who keeps what, and how to delete it; with `asking`, the buttons of consent under two lines of it, or under the
    `whole`; `again`: it has changed; `first`: no report waits for it, but something else that was pressed."""

    asking: bool = False
    again: bool = False
    whole: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class MyData(Notice):
    """Everything that is kept about the reader, as a file."""


@dataclass(frozen=True, slots=True)
class LooksAtMyName(Notice):
    """Who asked for the reader's name on which ticket, and when."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class DeleteMe(Notice):
    """What deleting does and what stays, with the button that does it."""
