"""Five hundred bodies, each with a seat that somebody holds, and a thousand things asked of them: beside them nothing
else may become slower."""

from datetime import timedelta

from sqlalchemy import delete, insert

from domain.bodies.bodies import BodyChannel, BodyKind
from domain.matters.asks import AskKind, AskState, GoesAlong
from domain.vocabulary import HeldAs, Role
from storage.models import AskRow, BodyDutyRow, BodyRow, BundleLine, HoldingRow, PostRow
from storage.unit_of_work import UnitOfWork

BODIES, ASKS, SILENT = 500, 1_000, 200
"""How many there are, how much is asked of them, and how much of that falls due in this moment."""
_KINDS = (BodyKind.PROPERTY, BodyKind.INSTITUTION, BodyKind.DEPARTMENT, BodyKind.ALLIANCE, BodyKind.BUILDER)
_FIRST = 8_000_000_000
"""The accounts of their contacts, none of which is anybody else's."""


def lay_out_bodies(work: UnitOfWork, place_id: int, many: int = BODIES) -> None:
    """So many of them at one place, with a duty and one contact each."""
    for number in range(many):
        kind = _KINDS[number % len(_KINDS)]
        body = BodyRow(
            code=f"body{number}",
            kind=kind,
            name=f"组织{number}",
            places=[place_id],
            channel=BodyChannel.CHAT,
            reply_limit="8w",
            result_limit="24w",
        )
        work.session.add(body)
        work.session.flush()
        post = PostRow(code=f"seat{number}", place_id=place_id, role=Role.CONTACT, title="联系人", body_id=body.id)
        work.session.add_all([BodyDutyRow(body_id=body.id, what="R2", places=[], order=number), post])
        work.session.flush()
        contact = work.people.recognise("telegram", str(_FIRST + number), "zh")
        work.session.add(HoldingRow(post_id=post.id, person_id=contact.id, held_as=HeldAs.MAIN))
    work.places.touch()


def ask_of_bodies(work: UnitOfWork, first_ticket: int, tickets: int) -> None:
    """What is asked now, as it was before the last run: about these tickets in turn, some of it without an answer for
    as long as one may take."""
    bodies = sorted(work.directory.bodies)
    asker = next(iter(work.directory.holdings)).person_id
    late, early = work.now, work.now + timedelta(days=2)
    rows = [
        {
            "ticket_id": first_ticket + number % tickets,
            "kind": AskKind.DO,
            "to_body_id": bodies[number % len(bodies)],
            "goes_along": GoesAlong.PLACE,
            "asked_by_id": asker,
            "asked_at": work.now - timedelta(days=2),
            "reached_at": work.now - timedelta(days=2),
            "reply_limit": "8w",
            "result_limit": "24w",
            "reply_due": late if number < SILENT else early,
            "next_step_at": late if number < SILENT else early,
            "state": AskState.SENT,
            "holds": False,
            "version": 1,
        }
        for number in range(ASKS)
    ]
    work.session.execute(delete(BundleLine))
    work.session.execute(delete(AskRow))
    work.session.execute(insert(AskRow), rows)
