"""The words that a steward's request, a decision, an appeal or a superior's step in is asked for."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.notices.notices import AskWords, MergeSure
from domain.places.finding import read_search
from domain.refusal import Refusal
from domain.tickets.approvals import MAX_PARKED_DAYS, Asked
from domain.tickets.restrictions import MAX_DAYS, Restriction
from domain.time.dates import read_day
from domain.vocabulary import Grade
from handlers.albums import begin_album
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


def _extend_date(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if (day := _day(turn, LONGEST_WAIT.days)) is not None:
        _next(turn, awaited, "extend_why", until=day.isoformat())
        turn.answer(AskWords("extend_why", awaited.about))


def _park_date(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if (day := _day(turn, MAX_PARKED_DAYS)) is not None:
        _next(turn, awaited, "park_why", until=day.isoformat())
        turn.answer(AskWords("park_why", awaited.about))


def _request(turn: Turn, awaited: Awaited, asked: Asked) -> None:
    said = awaited.detail.get("until")
    until = _morning(turn, date.fromisoformat(str(said))) if said else None
    reason = awaited.detail.get("reason")
    request = Request(asked, turn.said, str(reason) if reason else None, until)
    ticket, name = ask_approval(turn.work, awaited.about, request, by=turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    begin_album(turn)
    if name is None:
        turn.say("done-carried_out", ticket_id=ticket.id, asked_key=f"asked-{asked}")
    else:
        turn.say("done-asked", ticket_id=ticket.id, name=name)


def _decision(turn: Turn, awaited: Awaited, *, agrees: bool) -> None:
    approval = int(str(awaited.detail["approval"]))
    ticket, asked = decide(turn.work, awaited.about, approval, by=turn.person, agrees=agrees, said=turn.said)
    turn.work.conversation.stop_awaiting(turn.person.id)
    begin_album(turn)
    turn.say("done-approve" if agrees else "done-decline", ticket_id=ticket.id, asked_key=f"asked-{asked}")


def _appeal(turn: Turn, awaited: Awaited, _rest: str) -> None:
    ticket = appeal_ticket(turn.work, awaited.about, by=turn.person, said=turn.said)
    turn.work.conversation.stop_awaiting(turn.person.id)
    begin_album(turn)
    turn.say("done-appeal", ticket_id=ticket.id)


def _merge(turn: Turn, awaited: Awaited, _rest: str) -> None:
    search = read_search(turn.words, turn.work.directory, turn.work.community)
    if search.number is None:
        turn.say("number-not-read")
        return
    target = ticket_by_number(turn.work, search.number, by=turn.person)
    compare(turn, awaited.about, target.id)


def compare(turn: Turn, ticket_id: int, target_id: int) -> None:
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person)
    check_merge(turn.work, ticket, turn.work.tickets.get(target_id, seen_by=turn.person))
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.redraw(MergeSure(ticket_id, target_id))


def _reassign(turn: Turn, awaited: Awaited, _rest: str) -> None:
    to = int(str(awaited.detail["to"]))
    ticket = reassign_ticket(turn.work, awaited.about, by=turn.person, to=to, said=turn.said)
    turn.work.conversation.stop_awaiting(turn.person.id)
    begin_album(turn)
    turn.say("done-hand_over", ticket_id=ticket.id, name=turn.work.people.name(to) or "")


def _regrade(turn: Turn, awaited: Awaited, _rest: str) -> None:
    grade = Grade(str(awaited.detail["grade"]))
    ticket, before = regrade_ticket(turn.work, awaited.about, by=turn.person, grade=grade, said=turn.said)
    turn.work.conversation.stop_awaiting(turn.person.id)
    begin_album(turn)
    was = before.isoformat() if before else ""
    turn.say("done-regrade", ticket_id=ticket.id, grade_key=f"grade-{grade}", was_time=was)


def _restrict_date(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if (day := _day(turn, MAX_DAYS)) is not None:
        _next(turn, awaited, "restrict_why", until=day.isoformat())
        turn.answer(AskWords("restrict_why", awaited.about))


def _restrict(turn: Turn, awaited: Awaited, _rest: str) -> None:
    kind = Restriction(str(awaited.detail["kind"]))
    last = date.fromisoformat(str(awaited.detail["until"]))
    until = datetime.combine(last, DAY_ENDS_AT, _zone(turn))
    restrict(turn.work, awaited.about, by=turn.person, kind=kind, until=until, words=_sentence(turn))
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.say("done-restrict", kind_key=f"restrict-{kind}", until_time=until.isoformat())


ANSWERS = {
    "extend_date": _extend_date,
    "extend_why": lambda turn, awaited, _rest: _request(turn, awaited, Asked.EXTEND),
    "park_date": _park_date,
    "park_why": lambda turn, awaited, _rest: _request(turn, awaited, Asked.PARK),
    "reject_where": lambda turn, awaited, _rest: _request(turn, awaited, Asked.REJECT),
    "approve": lambda turn, awaited, _rest: _decision(turn, awaited, agrees=True),
    "decline": lambda turn, awaited, _rest: _decision(turn, awaited, agrees=False),
    "appeal": _appeal,
    "merge": _merge,
    "reassign": _reassign,
    "regrade": _regrade,
    "restrict_date": _restrict_date,
    "restrict_why": _restrict,
}


def _next(turn: Turn, awaited: Awaited, what: str, **detail: str) -> None:
    turn.work.conversation.await_words(turn.person.id, what, awaited.ticket_id, {**awaited.detail, **detail})


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


def _sentence(turn: Turn) -> str:
    if not turn.words:
        raise Refusal("refused-one-sentence")
    return turn.words


def _ticket_id(awaited: Awaited) -> int:
    if awaited.ticket_id is None:
        raise LookupError(f"«{awaited.what}» awaits words about a ticket and names none")
    return awaited.ticket_id
