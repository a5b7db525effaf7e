"""Lines for somebody's next bundle, in place of a message of their own."""

from datetime import datetime

from domain.matters.bundles import BundledLine
from storage.matters.bundles import Bundles
from storage.unit_of_work import UnitOfWork


def bundle(
    work: UnitOfWork,
    person_id: int,
    kind: BundledLine,
    *,
    ask_id: int | None = None,
    matter_id: int | None = None,
    ticket_id: int | None = None,
    body_id: int | None = None,
    not_after: datetime | None = None,
) -> None:
    """Keep a line for their next bundle; one of the same kind about the same thing that waits is not doubled. After
    `not_after` it is too late, and never told."""
    about = {"ask_id": ask_id, "matter_id": matter_id, "ticket_id": ticket_id, "body_id": body_id}
    work.store(Bundles).keep(person_id, kind, about, not_after)
