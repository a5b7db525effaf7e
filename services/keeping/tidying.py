"""What the program forgets by itself: drafts, handled updates, sent messages, and the words of ended tickets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.community import Community
from domain.posts.rights import Right
from domain.privacy import KeptBecause
from domain.refusal import Refusal
from domain.vocabulary import Kind
from services.parts import MAX_BATCH, Keeps
from services.telling.unasked import UNASKED
from storage.delivery.delivered import Delivered
from storage.models import Person
from storage.people.put_aside import PutAsides
from storage.settings.settings_versions import SettingsVersions
from storage.tickets.alerts import Alerts
from storage.tickets.retention import Retention
from storage.unit_of_work import UnitOfWork

OUTBOX_KEPT = timedelta(days=30)
FILES_OUTLAST_DRAFTS = timedelta(days=1)
"""What only a draft or a question named is looked for so long after the hours of drafts."""
REPAIRS, DISPUTES = "repairs", "disputes"
_KINDS = {REPAIRS: (Kind.REPAIR, Kind.ENQUIRY), DISPUTES: (Kind.DISPUTE, Kind.BOTH)}


@dataclass(frozen=True, slots=True)
class Due:
    """A class of `tickets`, or what a subject keeps: how long its words are kept, how many would go now, and which
    tickets are kept longer and why."""

    what: str
    days: int
    count: int
    kept: Sequence[tuple[str, KeptBecause]] = ()
    tickets: bool = False


def days_kept(community: Community) -> dict[str, int]:
    """After the end of a ticket (PIPL art. 19 and 47; settings of the community)."""
    return {REPAIRS: community.keep_repairs_days, DISPUTES: community.keep_disputes_days}


def what_would_go(
    work: UnitOfWork, keeps: Iterable[Keeps], repairs: int | None = None, disputes: int | None = None
) -> list[Due]:
    """A dry run: the same questions, nothing emptied; with other days than the community's, those are tried."""
    _check(repairs, disputes)
    tried = {REPAIRS: repairs, DISPUTES: disputes}
    found = []
    for what, in_force in days_kept(work.community).items():
        days = tried[what] or in_force
        before = work.now - timedelta(days=days)
        kept = work.store(Retention).kept_due(_KINDS[what], before)
        found.append(Due(what, days, work.store(Retention).count_due(_KINDS[what], before), kept, tickets=True))
    return found + [
        Due(kept.name, kept.days(work.community), kept.count_old(work, _before(work, kept))) for kept in keeps
    ]


def set_days_kept(work: UnitOfWork, repairs: int | None, disputes: int | None) -> None:
    """From now on; 0 days or fewer are refused."""
    _check(repairs, disputes)
    before = work.community
    after = replace(
        before,
        keep_repairs_days=repairs or before.keep_repairs_days,
        keep_disputes_days=disputes or before.keep_disputes_days,
    )
    if after != before:
        work.store(SettingsVersions).keep(after, before=before)


def _check(repairs: int | None, disputes: int | None) -> None:
    if min(one for one in (repairs, disputes, 1) if one is not None) < 1:
        raise Refusal("refused-retention")


def forget_old_rows(work: UnitOfWork) -> int:
    """Handled updates are kept against repeats (their bodies were emptied at once) and those set aside for a while
    (settings of the community), sent messages 30 days, the count of a day's unasked messages for that day, and files
    that no row names a day longer than drafts; returns how many went."""
    counted = work.counters.forget(UNASKED, f"{UNASKED}{work.local_day()}")
    inbox = work.inbox.forget_handled(work.now - timedelta(hours=work.community.inbox_hours))
    inbox += work.inbox.forget_set_aside(work.now - timedelta(days=work.community.set_aside_days))
    old = work.now - OUTBOX_KEPT
    outbox = work.store(Delivered).forget_sent(old) + work.store(Delivered).forget_set_aside(old)
    files = work.files.sweep(work.now - timedelta(hours=work.community.draft_hours) - FILES_OUTLAST_DRAFTS)
    _note(work, "updates", inbox)
    _note(work, "messages", outbox)
    return inbox + outbox + counted + files


def drop_expired_drafts(work: UnitOfWork) -> int:
    """What was written and never sent is deleted after its hours, and questions once their time is over; returns how
    many went."""
    questions = work.conversation.drop_old_questions()
    return _note(work, "drafts", work.conversation.drop_expired_drafts()) + questions


def empty_old_alerts(work: UnitOfWork) -> int:
    """The words of alerts about harm go as early as those of disputes; returns how many were emptied."""
    emptied = work.store(Alerts).empty_before(work.now - timedelta(days=work.community.keep_disputes_days))
    return _note(work, "alerts", emptied)


def drop_kept_words(work: UnitOfWork) -> int:
    """Words, drafts and questions that waited for one tap and were not wanted; returns how many went."""
    went = work.conversation.drop_kept_words() + work.store(PutAsides).drop_old()
    return _note(work, "kept-words", went)


def empty_ended_tickets(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The privacy statement's promise: words, names and files of ended tickets go, repairs after 180 days,
    disputes after 90 (settings); what is in mediation or appeal is passed over. Returns how many
    were emptied."""
    emptied = 0
    for what, days in days_kept(work.community).items():
        due = work.tickets.to_empty(_KINDS[what], work.now - timedelta(days=days), limit)
        for ticket in due:
            work.contents.empty(ticket)
        emptied += _note(work, what, len(due))
    return emptied


def empty_old(work: UnitOfWork, keeps: Iterable[Keeps]) -> int:
    """What subjects keep about people, and have kept long enough; returns how much went."""
    return sum(_note(work, kept.name, kept.empty_old(work, _before(work, kept))) for kept in keeps)


def _before(work: UnitOfWork, kept: Keeps) -> datetime:
    return work.now - timedelta(days=kept.days(work.community))


def _note(work: UnitOfWork, what: str, count: int) -> int:
    work.store(Retention).note(work.local_day(), what, count)
    return count


def keep_ticket(work: UnitOfWork, number: str, why: KeptBecause | None, *, by: Person) -> bool:
    """The office says that a ticket is in mediation or appeal, or (None) that this is over. False: it was not kept."""
    if not work.may(by, Right.KEEP_TICKETS):
        raise Refusal("refused-needs-office")
    ticket_id = work.store(Retention).ticket_numbered(number)
    ticket = work.tickets.get(ticket_id or 0, seen_by=by)
    if why is None:
        return work.store(Retention).let_go(ticket.id)
    if ticket.emptied_at is not None:
        raise Refusal("refused-emptied", number=ticket.number)
    work.store(Retention).keep(ticket.id, why, by)
    return True
