"""What the program forgets by itself: drafts, handled updates, sent messages, and the words of ended tickets."""

from datetime import timedelta

from domain.words import Kind
from services.telling import UNASKED
from storage.unit_of_work import UnitOfWork

INBOX_KEPT = timedelta(hours=48)
SET_ASIDE_KEPT = timedelta(days=14)
OUTBOX_KEPT = timedelta(days=30)
_REPAIRS = (Kind.REPAIR, Kind.ENQUIRY)
_DISPUTES = (Kind.DISPUTE, Kind.BOTH)


def forget_old_rows(work: UnitOfWork) -> int:
    """Handled updates are kept 48 hours against repeats (their bodies were emptied at once), those set aside 14 days,
    sent messages 30 days, the count of a day's unasked messages for that day; returns how many went."""
    counted = work.tickets.forget_counters(UNASKED, f"{UNASKED}{work.local_day()}")
    inbox = work.inbox.forget_handled(work.now - INBOX_KEPT) + work.inbox.forget_set_aside(work.now - SET_ASIDE_KEPT)
    return inbox + work.outbox.forget_sent(work.now - OUTBOX_KEPT) + counted


def drop_expired_drafts(work: UnitOfWork) -> int:
    """What was written and never sent is deleted after its hours; returns how many went."""
    return work.conversation.drop_expired_drafts()


def empty_old_alerts(work: UnitOfWork) -> int:
    """The words of alerts about harm go as early as those of disputes; returns how many were emptied."""
    return work.alerts.empty_before(work.now - timedelta(days=work.community.keep_disputes_days))


def drop_kept_words(work: UnitOfWork) -> int:
    """Words that waited for one tap and were not wanted; returns how many went."""
    return work.conversation.drop_kept_words()


def empty_ended_tickets(work: UnitOfWork, limit: int) -> int:
    """The privacy statement's promise: words, names and files of ended tickets go, repairs after 180 days,
    disputes after 90 (settings; PIPL art. 19 and 47). Returns how many tickets were emptied."""
    community = work.community
    emptied = 0
    for kinds, days in ((_REPAIRS, community.keep_repairs_days), (_DISPUTES, community.keep_disputes_days)):
        for ticket in work.tickets.to_empty(kinds, work.now - timedelta(days=days), limit):
            work.tickets.empty(ticket)
            emptied += 1
    return emptied
