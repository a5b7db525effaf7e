"""The screens of /leave, and of work that goes to somebody else and comes back."""

from collections.abc import Sequence
from datetime import date

from domain.notices.post_notices import AnswersNow, EntrustedWork, LeaveDeputies, Leaves, LeaveSure
from domain.posts.set_up_views import LeaveAhead, LeavesView, LeaveView
from domain.refusal import Refusal
from domain.views import Colleague, WorkMoved
from services.posts.absences import Leave, check_leave_of, deputies_for, shares
from services.views.set_up_views import named_shares
from services.views.ticket_views import ticket_view
from storage.models import Person
from storage.people.absences import Absences
from storage.unit_of_work import UnitOfWork


def leaves(work: UnitOfWork, notice: Leaves, person: Person) -> LeavesView | None:
    """What is entered for somebody."""
    if not _may_see(work, notice.person, person):
        return None
    entered = [
        LeaveView(row.id, row.since, row.until, _name(work, row.deputy_id))
        for row in work.store(Absences).of_person(notice.person)
    ]
    return LeavesView(entered, _name(work, notice.person), mine=person.id == notice.person)


def leave_deputies(work: UnitOfWork, notice: LeaveDeputies, person: Person) -> Sequence[Colleague] | None:
    """Who can be chosen."""
    if not _may_see(work, notice.person, person):
        return None
    return [Colleague(p, work.people.name(p) or title, title) for p, title in deputies_for(work, _leave(notice))]


def leave_ahead(work: UnitOfWork, notice: LeaveSure, person: Person) -> LeaveAhead | None:
    """What it would move."""
    if not _may_see(work, notice.person, person):
        return None
    moved = named_shares(work, shares(work, _leave(notice, notice.deputy)))
    return LeaveAhead(_name(work, notice.person), _name(work, notice.deputy), moved)


def work_moved(work: UnitOfWork, notice: EntrustedWork | AnswersNow, person: Person) -> WorkMoved | None:
    """The tickets of which it is told; None when the reader may see none of them any more."""
    rows = work.tickets.several(notice.ticket_ids, seen_by=person)
    if notice.ticket_ids and not rows:
        return None
    answers = notice.person if isinstance(notice, AnswersNow) else None
    views = [ticket_view(work, row, person) for row in rows]
    return WorkMoved(views, left=_name(work, notice.left), answers=_name(work, answers))


def _may_see(work: UnitOfWork, of: int, person: Person) -> bool:
    try:
        check_leave_of(work, of, by=person)
    except Refusal:
        return False
    return True


def _leave(notice: LeaveDeputies | LeaveSure, deputy: int | None = None) -> Leave:
    return Leave(notice.person, date.fromisoformat(notice.first), date.fromisoformat(notice.last), deputy)


def _name(work: UnitOfWork, person_id: int | None) -> str:
    return work.people.name(person_id) or ""
