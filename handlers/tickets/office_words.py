"""The words that a steward's request, a decision, an appeal or a superior's step in is asked for."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.notices.notices import AskWords, MergeSure
from domain.places.finding import read_search
from domain.tickets.approvals import MAX_PARKED_DAYS, Asked
from domain.tickets.restrictions import MAX_DAYS, Restriction
from domain.time.dates import read_day
from domain.vocabulary import Grade
from handlers.subject import Question, Takes
from handlers.turn import Turn
from services.keeping.restrictions import restrict
from services.tickets.approvals import Request, ask_approval, decide
from services.tickets.merging import check_merge, ticket_by_number
from services.tickets.rejecting import appeal_ticket
from services.tickets.stepping_in import reassign_ticket, regrade_ticket
from services.tickets.steps import LONGEST_WAIT
from storage.models import Awaited

GOES_ON_AT = time(8, 30)
DAY_ENDS_AT = time(23, 59)


def _extend_date(turn: Turn, awaited: Awaited) -> None:
    if (day := _day(turn, LONGEST_WAIT.days)) is None:
        turn.ask_again(EXTEND_DATE, awaited)
        return
    turn.ask(EXTEND_WHY, awaited.ticket_id, **{**awaited.detail, "until": day.isoformat()})
    turn.answer(AskWords("extend_why", awaited.about))


def _park_date(turn: Turn, awaited: Awaited) -> None:
    if (day := _day(turn, MAX_PARKED_DAYS)) is None:
        turn.ask_again(PARK_DATE, awaited)
        return
    turn.ask(PARK_WHY, awaited.ticket_id, **{**awaited.detail, "until": day.isoformat()})
    turn.answer(AskWords("park_why", awaited.about))


def _request(turn: Turn, awaited: Awaited, asked: Asked) -> None:
    said = awaited.detail.get("until")
    until = _morning(turn, date.fromisoformat(str(said))) if said else None
    reason = awaited.detail.get("reason")
    request = Request(asked, turn.remark, str(reason) if reason else None, until)
    ticket, name = ask_approval(turn.work, awaited.about, request, by=turn.person)
    if name is None:
        turn.say("done-carried_out", ticket_id=ticket.id, asked_key=f"asked-{asked}")
    else:
        turn.say("done-asked", ticket_id=ticket.id, name=name)


def _decision(turn: Turn, awaited: Awaited, *, agrees: bool) -> None:
    approval = int(str(awaited.detail["approval"]))
    ticket, asked = decide(turn.work, awaited.about, approval, by=turn.person, agrees=agrees, said=turn.remark)
    turn.say("done-approve" if agrees else "done-decline", ticket_id=ticket.id, asked_key=f"asked-{asked}")


def _appeal(turn: Turn, awaited: Awaited) -> None:
    appeal_ticket(turn.work, awaited.about, by=turn.person, said=turn.remark)


def _merge(turn: Turn, awaited: Awaited) -> None:
    search = read_search(turn.words, turn.work.directory, turn.work.community)
    if search.number is None:
        turn.ask_again(MERGE, awaited)
        turn.say("number-not-read")
        return
    target = ticket_by_number(turn.work, search.number, by=turn.person)
    compare(turn, awaited.about, target.id)


def compare(turn: Turn, ticket_id: int, target_id: int) -> None:
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person)
    check_merge(turn.work, ticket, turn.work.tickets.get(target_id, seen_by=turn.person))
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.redraw(MergeSure(ticket_id, target_id))


def _reassign(turn: Turn, awaited: Awaited) -> None:
    to = int(str(awaited.detail["to"]))
    ticket = reassign_ticket(turn.work, awaited.about, by=turn.person, to=to, said=turn.remark)
    turn.say("done-hand_over", ticket_id=ticket.id, name=turn.work.people.name(to) or "")


def _regrade(turn: Turn, awaited: Awaited) -> None:
    grade = Grade(str(awaited.detail["grade"]))
    ticket, before = regrade_ticket(turn.work, awaited.about, by=turn.person, grade=grade, said=turn.remark)
    was = before.isoformat() if before else ""
    turn.say("done-regrade", ticket_id=ticket.id, grade_key=f"grade-{grade}", was_time=was)


def _restrict_date(turn: Turn, awaited: Awaited) -> None:
    if (day := _day(turn, MAX_DAYS)) is None:
        turn.ask_again(RESTRICT_DATE, awaited)
        return
    turn.ask(RESTRICT_WHY, awaited.ticket_id, **{**awaited.detail, "until": day.isoformat()})
    turn.answer(AskWords("restrict_why", awaited.about))


def _restrict(turn: Turn, awaited: Awaited) -> None:
    kind = Restriction(str(awaited.detail["kind"]))
    last = date.fromisoformat(str(awaited.detail["until"]))
    until = datetime.combine(last, DAY_ENDS_AT, _zone(turn))
    restrict(turn.work, awaited.about, by=turn.person, kind=kind, until=until, words=turn.words)
    turn.say("done-restrict", kind_key=f"restrict-{kind}", until_time=until.isoformat())


EXTEND_DATE = Question("extend_date", _extend_date)
EXTEND_WHY = Question("extend_why", lambda turn, words: _request(turn, words, Asked.EXTEND), takes=Takes.ANYTHING)
PARK_DATE = Question("park_date", _park_date)
PARK_WHY = Question("park_why", lambda turn, words: _request(turn, words, Asked.PARK), takes=Takes.ANYTHING)
REJECT_WHERE = Question("reject_where", lambda turn, words: _request(turn, words, Asked.REJECT), takes=Takes.ANYTHING)
APPROVE = Question("approve", lambda turn, words: _decision(turn, words, agrees=True), takes=Takes.ANYTHING)
DECLINE = Question("decline", lambda turn, words: _decision(turn, words, agrees=False), takes=Takes.ANYTHING)
APPEAL = Question("appeal", _appeal, takes=Takes.ANYTHING, ends="done-appeal")
MERGE = Question("merge", _merge, asks=lambda _turn, awaited: MergeSure(awaited.about))
REASSIGN = Question("reassign", _reassign, takes=Takes.ANYTHING)
REGRADE = Question("regrade", _regrade, takes=Takes.ANYTHING)
RESTRICT_DATE = Question("restrict_date", _restrict_date)
RESTRICT_WHY = Question("restrict_why", _restrict)

WORDS_OF_SUPERIORS = (
    *(EXTEND_DATE, EXTEND_WHY, PARK_DATE, PARK_WHY, REJECT_WHERE, APPROVE, DECLINE, APPEAL, MERGE),
    *(REASSIGN, REGRADE, RESTRICT_DATE, RESTRICT_WHY),
)


def _day(turn: Turn, most: int) -> date | None:
    """The day that was typed, at most so many days ahead; any other is asked for again, and nothing is lost."""
    day = read_day(turn.words, turn.work.local_day())
    if day is None:
        turn.say("date-not-read")
    elif day <= turn.work.local_day():
        turn.say("refused-date-past")
        return None
    elif (day - turn.work.local_day()).days > most:
        turn.say("refused-date-far", days=most)
        return None
    return day


def _zone(turn: Turn) -> ZoneInfo:
    return turn.work.community.terms.calendar.zone


def _morning(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, GOES_ON_AT, _zone(turn))
