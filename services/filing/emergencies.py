"""The two buttons under every question: danger is filed at once with whatever is known, harm is told its own staff."""

from datetime import timedelta

from domain.notices.notices import Letter, Say
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.words.danger import ANY, ANY_HARM, Danger
from services.filing.alarms import Alarm, alarm_of, raise_alarm
from services.filing.reports import open_form
from services.filing.safeguarding import raise_alert, staff
from storage.models import Person, SafeguardingAlert
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork

FALSE_ALARMS, WITHIN = 2, timedelta(days=30)
"""After so many that this account has called off within these days, the button asks before it rings."""
SLIP = timedelta(minutes=1)
"""How long it can be said that the button for harm was pressed by mistake."""


def asks_first(work: UnitOfWork, person: Person) -> bool:
    """Would the button only show the numbers and a question? Never while an alarm of this person's is open."""
    called_off = work.tickets.called_off_by(person.id, since=work.now - WITHIN)
    return called_off >= FALSE_ALARMS and alarm_of(work, person) is None


def press_danger(work: UnitOfWork, person: Person, *, message_id: int) -> tuple[Danger, list[Alarm]]:
    """〔着火、漏气、有人被困〕: filed and rung with the words and photos of the open draft, or those just said."""
    words = _known_words(work, person)
    danger = _danger_in(work, words)
    said = Remark(words, open_form(work, person).media, work.people.account_of(person), message_id)
    return danger, raise_alarm(work, person, danger, said)


def press_harm(work: UnitOfWork, person: Person) -> tuple[Danger, int, SafeguardingAlert]:
    """〔有人打人、有人要出事〕: to the safeguarding staff alone, as words of harm go."""
    danger = work.community.danger(ANY_HARM) or next(one for one in work.community.dangers if one.safeguarding)
    told, alert = raise_alert(work, person, danger, _known_words(work, person))
    return danger, told, alert


def harm_was_a_slip(work: UnitOfWork, alert_id: int, *, by: Person) -> None:
    """〔按错了〕 within a minute: the staff is told so. The alert stays theirs to judge: somebody may look over a
    shoulder."""
    alert = work.store(Alerts).get(alert_id)
    if alert is None or alert.person_id != by.id or work.now - alert.at > SLIP:
        raise Refusal("refused-old-button")
    work.tell(*(Letter(person_id, Say("alert-mistake")) for person_id in staff(work) if person_id != by.id))


def _known_words(work: UnitOfWork, person: Person) -> str:
    """The open draft's words, else what was just said and kept aside."""
    if text := open_form(work, person).text:
        return text
    kept = work.conversation.kept(person.id)
    return kept.words if kept is not None else ""


def _danger_in(work: UnitOfWork, words: str) -> Danger:
    """The first danger the words speak of, though only as a risk; else of no kind yet."""
    spoken = [seen.danger for seen in work.community.sightings(words) if not seen.danger.safeguarding]
    fallback = [one for one in work.community.dangers if not one.safeguarding]
    return next(iter(spoken), None) or work.community.danger(ANY) or fallback[0]
