"""The one joined message of a day, its list, and what is not to be heard of any more."""

from dataclasses import dataclass

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class Bundle(Notice):
    """What was kept for the reader's one joined message of the day; drawn as things then are. `line_id`: one of its
    lines; the others were told with it."""

    line_id: int


@dataclass(frozen=True, slots=True)
class BundleList(Notice):
    """All of it, page by page, each with what it is about behind a button."""

    line_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class WhatToMute(Notice):
    """«不再提醒» under a bundle of several: which of them?"""

    line_id: int


@dataclass(frozen=True, slots=True)
class Muted(Notice):
    """Nothing more of this line's kind about its thing; with the way back."""

    line_id: int
