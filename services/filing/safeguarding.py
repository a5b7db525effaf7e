"""Violence, harm to a child, self-harm: the safeguarding staff is told, and nobody else. Never a ticket or a figure."""

from datetime import timedelta

from domain.notices.notices import Letter, Say
from domain.notices.word_notices import SafeguardingNotice
from domain.refusal import Refusal
from domain.views import AlertView
from domain.vocabulary import Role
from domain.words.danger import Danger
from services.parts import MAX_BATCH
from storage.models import Person, SafeguardingAlert
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork

TOLD_AGAIN = timedelta(minutes=10)
MAX_TOLD = 4
"""So often the staff is told of an alert that nobody takes on."""


def staff(work: UnitOfWork) -> list[int]:
    """Who holds a safeguarding post, main or deputy, and can be reached."""
    posts = {post.id for post in work.directory.with_role(Role.SAFEGUARDING)}
    holdings = (one for one in work.directory.holdings if one.post_id in posts)
    return sorted({one.person_id for one in holdings if one.active(work.now) and one.reachable})


def raise_alert(work: UnitOfWork, person: Person, danger: Danger, words: str) -> tuple[int, SafeguardingAlert]:
    """Keep it and tell the staff; returns how many could be told. Without any it waits for the first."""
    alert = work.store(Alerts).add(person.id, danger.code, words)
    return _tell(work, alert), alert


def _tell(work: UnitOfWork, alert: SafeguardingAlert) -> int:
    told = [person_id for person_id in staff(work) if person_id != alert.person_id]
    if told:
        alert.told, alert.told_at = alert.told + 1, work.now
        work.tell(*(Letter(person_id, SafeguardingNotice(alert.id)) for person_id in told))
    return len(told)


def tell_again(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The clock's part: what nobody has taken on is told again; returns how many alerts."""
    due = work.store(Alerts).unseen(told_before=work.now - TOLD_AGAIN, most=MAX_TOLD, limit=limit)
    return sum(1 for alert in due if _tell(work, alert))


def take_on(work: UnitOfWork, alert_id: int, *, by: Person) -> SafeguardingAlert:
    """«我来联系»: the first press wins; the one who wrote is told that a person has read it."""
    alert = work.store(Alerts).lock(alert_id) if by.id in staff(work) else None
    if alert is None:
        raise Refusal("refused-old-button")
    if alert.seen_at is None:
        alert.seen_by_id, alert.seen_at = by.id, work.now
        work.tell(Letter(alert.person_id, Say("harm-seen")))
        others = [person_id for person_id in staff(work) if person_id != by.id]
        work.tell(*(Letter(person_id, SafeguardingNotice(alert.id)) for person_id in others))
    return alert


def alert_view(work: UnitOfWork, notice: SafeguardingNotice, person: Person) -> AlertView | None:
    """An alert about harm, for whoever holds a safeguarding post now and for nobody else."""
    alert = work.store(Alerts).get(notice.alert_id)
    if alert is None or person.id not in staff(work):
        return None
    contact, home = work.people.contact(alert.person_id), work.people.get(alert.person_id).home
    return AlertView(
        id=alert.id,
        danger=alert.danger,
        words=alert.words,
        at=alert.at,
        name=contact.name if contact else None,
        phone=contact.phone if contact else None,
        home=work.directory.name(home) if home is not None and home.place_id in work.directory.places else None,
        seen_by=work.people.name(alert.seen_by_id),
        seen=alert.seen_at is not None,
    )
