"""Danger first: every text is screened before anything else, consent included (domain/words/danger.py)."""

from collections.abc import Sequence
from datetime import timedelta

from domain.notices.notices import Say
from domain.notices.word_notices import AlarmRaised, DangerAdvice, EmergencySure, HarmAdvice, SafeguardingNotice
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.vocabulary import Grade
from domain.words.danger import ANY, Danger
from domain.words.guessing import Guess
from domain.words.meaning import Meaning
from domain.words.sayings import listed
from handlers.albums import begin_album
from handlers.pressing import number_in, ticket_press
from handlers.said import SaidKind
from handlers.subject import Command, Press, Shown, Subject, Subjects, plain, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, EMERGENCY, Button
from messages.tickets import danger_screens as screens
from services.answering.assigning import alarmed
from services.filing.alarms import (
    add_to_alarm,
    alarm_of,
    call_off,
    call_off_by_words,
    locate,
    name_danger,
    places_said,
    raise_alarm,
)
from services.filing.emergencies import asks_first, harm_was_a_slip, press_danger, press_harm
from services.filing.reports import keep_aside, names_a_place, open_form
from services.filing.safeguarding import alert_view, raise_alert, take_on, tell_again
from services.keeping.tidying import empty_old_alerts
from services.parts import Tick
from services.views import card_views
from services.views.ticket_views import seen


def danger_first(subjects: Subjects, turn: Turn) -> bool:
    """True: the words have been dealt with. Else at most the number was shown, and they go where they were meant to."""
    seen = turn.work.community.sightings(turn.words, _opinion(turn)) if turn.words else []
    if not seen:
        return False
    harm = next((one.danger for one in seen if one.now and one.danger.safeguarding), None)
    emergency = next((one for one in seen if one.now and not one.danger.safeguarding), None)
    if harm is not None:
        _harm(turn, harm)
        if harm.calls and emergency is not None and not _speaks_as_a_handler(subjects, turn):
            _alarm(turn, emergency.danger, turn.remark)
        return True
    first = emergency or seen[0]
    if not first.now or _speaks_as_a_handler(subjects, turn) or _was_part_of_an_alarm(turn):
        turn.answer(DangerAdvice(first.danger.code, now=first.now))
        return False
    _alarm(turn, first.danger, turn.remark)
    return True


def _opinion(turn: Turn) -> Sequence[Guess]:
    """What has been learnt is asked about a sentence that stands by itself: a name, a place or «我也同意», said because
    the bot asked for it, means nothing without the question."""
    conversation = turn.work.conversation
    asked = conversation.awaited(turn.person.id) is not None or conversation.draft(turn.person.id) is not None
    answers = asked or turn.said.answers is not None
    return () if answers else turn.guess(turn.words)


def _alarm(turn: Turn, danger: Danger, said: Remark) -> None:
    turn.answer(DangerAdvice(danger.code))
    alarms = raise_alarm(turn.work, turn.person, danger, said)
    if alarms:
        begin_album(turn)
    for alarm in alarms:
        turn.answer(AlarmRaised(alarm.ticket.id, alarm.called, alarm.again))


def _harm(turn: Turn, danger: Danger) -> None:
    """The numbers and a human sentence; what else the words speak of can go on as a report with one tap."""
    told, _ = raise_alert(turn.work, turn.person, danger, turn.words)
    other = bool(turn.work.community.propose(turn.words)) and turn.work.conversation.awaited(turn.person.id) is None
    if other:
        keep_aside(turn.work, turn.person, turn.words, turn.said.number)
    turn.answer(HarmAdvice(danger.code, told, other))
    if turn.attachments():  # an alert holds words alone; an album is told once
        begin_album(turn)
        turn.say("harm-files-not-kept")


def _speaks_as_a_handler(subjects: Subjects, turn: Turn) -> bool:
    """Their words about danger tell of it, they do not report it."""
    question = subjects.asked(turn)
    if question is not None and not question.reports:
        return True
    replied = turn.said.answers
    ticket_id = turn.work.messages.ticket_of(turn.account, replied) if replied is not None else None
    ticket = seen(turn.work, ticket_id, turn.person) if ticket_id is not None else None
    return ticket is not None and ticket.reporter_id != turn.person.id


def _was_part_of_an_alarm(turn: Turn) -> bool:
    """An edited message whose first wording has raised the alarm."""
    if turn.said.kind is not SaidKind.EDIT:
        return False
    return turn.work.contents.text_of_message(turn.account, turn.said.number) is not None


def belongs_to_alarm(turn: Turn) -> bool:
    """For a quarter of an hour whatever somebody writes after an alarm belongs to it: where it is, a photo, more."""
    ticket = alarm_of(turn.work, turn.person)
    if ticket is None or _is_another_matter(turn, ticket.category):
        return False
    if turn.work.community.calls_off(turn.words):
        off = call_off_by_words(turn.work, ticket, turn.remark, by=turn.person)
        turn.say("done-call_off" if off else "done-alarm-off-late", ticket_id=ticket.id)
        return True
    add_to_alarm(turn.work, turn.person, ticket, turn.remark)
    begin_album(turn)
    turn.say("done-alarm-add", ticket_id=ticket.id)
    return True


def _is_another_matter(turn: Turn, category: str) -> bool:
    """A report of something else, without a place that might be the alarm's."""
    proposed = turn.work.community.propose(turn.words)
    other = bool(proposed) and proposed[0].code != category
    return (
        other and turn.work.community.meaning(turn.words) is Meaning.REPORT and not names_a_place(turn.work, turn.words)
    )


def passes_the_flood(turn: Turn) -> bool:
    """What is never too much: the two buttons, and where a running alarm is, or that it was none."""
    if turn.is_press:
        return turn.pressed is not None and turn.pressed.is_emergency
    if alarm_of(turn.work, turn.person) is None:
        return False
    return bool(places_said(turn.work, turn.words).addresses) or turn.work.community.calls_off(turn.words)


def press_emergency(turn: Turn, button: Button) -> None:
    """The two buttons that stand under every question; whoever called off two alarms this month is asked first."""
    if button.arg == "harm":
        danger, told, alert = press_harm(turn.work, turn.person)
        turn.answer(HarmAdvice(danger.code, told, alert_id=alert.id))
        return
    if button.arg == "danger" and asks_first(turn.work, turn.person):
        turn.answer(EmergencySure())
        return
    if button.arg not in ("danger", "sure"):
        raise Refusal("refused-old-button")
    danger, alarms = press_danger(turn.work, turn.person, message_id=turn.said.number)
    turn.answer(DangerAdvice(danger.code))
    for alarm in alarms:
        turn.answer(AlarmRaised(alarm.ticket.id, alarm.called, alarm.again, pressed=True))


def harm_slip(turn: Turn, button: Button) -> None:
    """«按错了» under the numbers of the button for harm."""
    harm_was_a_slip(turn.work, number_in(button.arg), by=turn.person)
    turn.redraw(Say("done-harm-mistake"))


def it_is_there(turn: Turn, button: Button) -> None:
    """«哪一栋？»: whoever answers for it is called as well."""
    place = turn.work.directory.places.get(number_in(button.arg))
    if place is None or turn.work.tickets.get(button.subject_id, seen_by=turn.person).grade is not Grade.P0:
        raise Refusal("refused-old-button")
    ticket = locate(turn.work, button.subject_id, Address(place.id), by=turn.person)
    turn.redraw(AlarmRaised(ticket.id, len(alarmed(turn.work, ticket)), pressed=ticket.category == _unnamed(turn)))


def it_is_this(turn: Turn, button: Button) -> None:
    """火, 燃气, 电, 困, 其他: the number for it, and everybody called knows what to bring."""
    danger = name_danger(turn.work, button.subject_id, button.arg, by=turn.person)
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    turn.redraw(AlarmRaised(ticket.id, len(alarmed(turn.work, ticket))))
    turn.answer(DangerAdvice(danger.code))


def _unnamed(turn: Turn) -> str | None:
    """The category of danger whose kind nobody has said yet."""
    danger = turn.work.community.danger(ANY)
    return danger.category if danger is not None else None


def it_is_now(turn: Turn, button: Button) -> None:
    """«现在就有危险» under a number that was shown for a risk: the open draft's words are what is known."""
    danger = turn.work.community.danger(button.arg)
    if danger is None or danger.safeguarding:
        raise Refusal("refused-old-button")
    form = open_form(turn.work, turn.person)
    _alarm(turn, danger, Remark(form.text, form.media, turn.account, turn.said.number))


def call_it_off(turn: Turn, button: Button) -> None:
    """«误报，取消», within a minute."""
    ticket = call_off(turn.work, button.subject_id, by=turn.person)
    turn.redraw(Say("done-call_off", ticket_id=ticket.id))


def take_it_on(turn: Turn, button: Button) -> None:
    """«我来联系» under an alert about harm."""
    alert = take_on(turn.work, number_in(button.arg), by=turn.person)
    turn.redraw(SafeguardingNotice(alert.id))


def night(turn: Turn) -> None:
    """/night: whoever holds a post agrees, or no longer, to be woken for danger."""
    if not turn.work.may(turn.person, Right.HOLD_A_POST):
        raise Refusal("refused-only-posts")
    turn.person.wakes_at_night = not turn.person.wakes_at_night
    turn.say("night-on" if turn.person.wakes_at_night else "night-off")


SHOWN: Sequence[Shown] = (
    plain(DangerAdvice, screens.danger_advice),
    shown(AlarmRaised, see=card_views.ticket, draw=screens.alarm_raised),
    plain(HarmAdvice, screens.harm_advice),
    plain(EmergencySure, screens.emergency_sure),
    shown(SafeguardingNotice, see=alert_view, draw=screens.alert),
)

DANGER = Subject(
    "danger",
    commands=(Command("night", night, Right.HOLD_A_POST),),
    presses=(
        Press(ANYWHERE, EMERGENCY, press_emergency, held=None),
        Press(ANYWHERE, "danger", it_is_now, held=None),
        Press(ANYWHERE, "harm_slip", harm_slip, listed("点错了/按错/不小心按的/by mistake/wrong button"), held=None),
        Press(ANYWHERE, "take_on", take_it_on, listed("我来/我联系/我去联系/我来办/i will call/i'll call"), held=None),
        ticket_press("call_off", call_it_off, said=listed("误报/取消/按错了/点错了/没事/搞错了/false alarm/cancel")),
        ticket_press("there", it_is_there),
        ticket_press("kind", it_is_this),
    ),
    ticks=(
        Tick("tell_of_harm_again", timedelta(minutes=1), tell_again),
        Tick("empty_old_alerts", timedelta(hours=1), empty_old_alerts),
    ),
    shown=SHOWN,
)
