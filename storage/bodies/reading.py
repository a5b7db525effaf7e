"""The bodies as the directory holds them, with their duties and members."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.bodies.bodies import Body, BodyDuty
from storage.models import BodyDutyRow, BodyLink, BodyRow


def read_bodies(session: Session) -> dict[int, Body]:
    """Every body by its id, those that have ended too: what was asked of them still names them."""
    duties: dict[int, list[BodyDuty]] = {}
    for duty in session.scalars(select(BodyDutyRow).order_by(BodyDutyRow.order, BodyDutyRow.id)):
        duties.setdefault(duty.body_id, []).append(BodyDuty(duty.what, tuple(duty.places), duty.order))
    members: dict[int, list[int]] = {}
    for link in session.scalars(select(BodyLink).where(BodyLink.until.is_(None)).order_by(BodyLink.id)):
        members.setdefault(link.alliance_id, []).append(link.member_id)
    return {
        row.id: Body(
            row.id,
            row.code,
            row.kind,
            row.name,
            tuple(row.places),
            row.channel,
            row.phone,
            row.hours,
            row.reply_limit,
            row.result_limit,
            row.elected_on,
            row.since,
            row.until,
            tuple(duties.get(row.id, ())),
            tuple(members.get(row.id, ())),
        )
        for row in session.scalars(select(BodyRow).order_by(BodyRow.id))
    }
