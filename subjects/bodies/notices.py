"""What is shown of bodies."""

from dataclasses import dataclass

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class BodiesList(Notice):
    """/bodies: those of the reader's place; for whoever keeps them, all. `page` of it."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class BodyPage(Notice):
    """One of them."""

    body_id: int


@dataclass(frozen=True, slots=True)
class BodyEndSure(Notice):
    """Asked back before it ends."""

    body_id: int
