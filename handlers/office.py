"""Buttons of stewards who ask a superior, and of superiors and the office; and the words they lead to."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.approvals import LONGEST_PARKED_DAYS, Asked, RejectReason
from domain.dates import read_day
from domain.finding import Search, read_search
from domain.notices import AskWords, Found, MergeSure, OfficeChoice, RestrictedList
from domain.refusal import Refusal
from domain.restrictions import LONGEST_DAYS, Restriction
from domain.words import Grade, WaitingReason
from handlers.pressing import TicketPress
from handlers.turn import Turn
from messages.buttons import TicketButton
from services.approvals import Request, ask_approval, decide
from services.merging import check_merge, merge_ticket, ticket_by_number, unlink_ticket
from services.moderation import check_restrictable, moderates, restrict, revoke
from services.rejecting import appeal_ticket
from services.stepping_in import reassign_ticket, regrade_ticket
from services.tickets import LONGEST_WAIT
from storage.models import Awaited

GOES_ON_AT = time(8, 30)
DAY_ENDS_AT = time(23, 59)


# Questions


def _ask(turn: Turn, what: str, button: TicketButton, **detail: str) -> None:
    """The next words answer this question about this ticket."""
    turn.work.tickets.get(button.ticket_id, seen_by=turn.person)
    turn.work.conversation.await_words(turn.person.id, what, button.ticket_id, detail)


def more(turn: Turn, button: TicketButton) -> None:
    """«更多»"""
    turn.answer(OfficeChoice("more", button.ticket_id))


def extend(turn: Turn, button: TicketButton) -> None:
    """«延长等待»: waiting for what?"""
    turn.redraw(OfficeChoice("extend", button.ticket_id))


def extend_for(turn: Turn, button: TicketButton) -> None:
    """For this; until when?"""
    _ask(turn, "extend_date", button, reason=_one_of(WaitingReason, button.arg))
    turn.redraw(AskWords("extend_date", button.ticket_id))


def park(turn: Turn, button: TicketButton) -> None:
    """«挂账»: looked at again when?"""
    _ask(turn, "park_date", button)
    turn.redraw(AskWords("park_date", button.ticket_id))


def reject(turn: Turn, button: TicketButton) -> None:
    """«不受理»: why?"""
    turn.redraw(OfficeChoice("reject", button.ticket_id))


def reject_for(turn: Turn, button: TicketButton) -> None:
    """Because of this; where should the resident go instead?"""
    _ask(turn, "reject_where", button, reason=_one_of(RejectReason, button.arg))
    turn.redraw(AskWords("reject_where", button.ticket_id))


def approve(turn: Turn, button: TicketButton) -> None:
    """«同意», with a reason."""
    _ask(turn, "approve", button, approval=str(_number(button.arg)))
    turn.answer(AskWords("approve", button.ticket_id))


def decline(turn: Turn, button: TicketButton) -> None:
    """«不同意», with a reason."""
    _ask(turn, "decline", button, approval=str(_number(button.arg)))
    turn.answer(AskWords("decline", button.ticket_id))


def appeal(turn: Turn, button: TicketButton) -> None:
    """«申诉»"""
    _ask(turn, "appeal", button)
    turn.answer(AskWords("appeal", button.ticket_id))


def merge(turn: Turn, button: TicketButton) -> None:
    """«并入»: into which? One of these, or a number that is typed."""
    _ask(turn, "merge", button)
    turn.redraw(MergeSure(button.ticket_id))


def merge_with(turn: Turn, button: TicketButton) -> None:
    """Into this one: both are shown first."""
    _compare(turn, button.ticket_id, _number(button.arg))


def merge_yes(turn: Turn, button: TicketButton) -> None:
    """Yes."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    _, target = merge_ticket(turn.work, button.ticket_id, _number(button.arg), by=turn.person)
    turn.say("done-merge", into=target.number, ticket_id=button.ticket_id)


def unlink(turn: Turn, button: TicketButton) -> None:
    """«拆开»"""
    unlink_ticket(turn.work, button.ticket_id, by=turn.person)
    turn.say("done-unlink", ticket_id=button.ticket_id)


def step_in(turn: Turn, button: TicketButton) -> None:
    """«过问»"""
    turn.answer(OfficeChoice("step_in", button.ticket_id))


def reassign(turn: Turn, button: TicketButton) -> None:
    """«改派»: to whom?"""
    turn.redraw(OfficeChoice("reassign", button.ticket_id))


def reassign_to(turn: Turn, button: TicketButton) -> None:
    """To him; why?"""
    _ask(turn, "reassign", button, to=str(_number(button.arg)))
    turn.redraw(AskWords("reassign", button.ticket_id))


def regrade(turn: Turn, button: TicketButton) -> None:
    """«改等级»: to which?"""
    turn.redraw(OfficeChoice("regrade", button.ticket_id))


def regrade_to(turn: Turn, button: TicketButton) -> None:
    """To this one; why?"""
    _ask(turn, "regrade", button, grade=_one_of(Grade, button.arg))
    turn.redraw(AskWords("regrade", button.ticket_id))


def restricted(turn: Turn, button: TicketButton) -> None:
    """«限制发言»: how?"""
    ticket = turn.work.tickets.get(button.ticket_id, seen_by=turn.person)
    check_restrictable(turn.work, ticket, turn.person)
    turn.redraw(OfficeChoice("restrict", button.ticket_id))


def restrict_as(turn: Turn, button: TicketButton) -> None:
    """So; until when?"""
    _ask(turn, "restrict_date", button, kind=_one_of(Restriction, button.arg))
    turn.redraw(AskWords("restrict_date", button.ticket_id))


OFFICE: Mapping[str, TicketPress] = {
    "more": TicketPress(more),
    "extend": TicketPress(extend, moves=True),
    "extend_for": TicketPress(extend_for, moves=True),
    "park": TicketPress(park, moves=True),
    "reject": TicketPress(reject, moves=True),
    "reject_for": TicketPress(reject_for, moves=True),
    "approve": TicketPress(approve),
    "decline": TicketPress(decline),
    "appeal": TicketPress(appeal, moves=True),
    "merge": TicketPress(merge, moves=True),
    "merge_with": TicketPress(merge_with, moves=True),
    "merge_yes": TicketPress(merge_yes, moves=True),
    "unlink": TicketPress(unlink, moves=True),
    "step_in": TicketPress(step_in),
    "reassign": TicketPress(reassign, moves=True),
    "reassign_to": TicketPress(reassign_to, moves=True),
    "regrade": TicketPress(regrade),
    "regrade_to": TicketPress(regrade_to),
    "restrict": TicketPress(restricted),
    "restrict_as": TicketPress(restrict_as),
}


# Words


def _extend_date(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if (day := _day(turn, LONGEST_WAIT.days)) is not None:
        _next(turn, awaited, "extend_why", until=day.isoformat())
        turn.answer(AskWords("extend_why", awaited.ticket_id))


def _park_date(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if (day := _day(turn, LONGEST_PARKED_DAYS)) is not None:
        _next(turn, awaited, "park_why", until=day.isoformat())
        turn.answer(AskWords("park_why", awaited.ticket_id))


def _request(turn: Turn, awaited: Awaited, asked: Asked) -> None:
    said = awaited.detail.get("until")
    until = _morning(turn, date.fromisoformat(str(said))) if said else None
    reason = awaited.detail.get("reason")
    request = Request(asked, _sentence(turn), str(reason) if reason else None, until)
    ticket, name = ask_approval(turn.work, _ticket_id(awaited), request, by=turn.person)
    turn.work.conversation.stop_awaiting(turn.person.id)
    if name is None:
        turn.say("done-carried_out", ticket_id=ticket.id, asked_key=f"asked-{asked}")
    else:
        turn.say("done-asked", ticket_id=ticket.id, name=name)


def _decision(turn: Turn, awaited: Awaited, *, agrees: bool) -> None:
    approval = int(str(awaited.detail["approval"]))
    ticket, asked = decide(
        turn.work, _ticket_id(awaited), approval, by=turn.person, agrees=agrees, words=_sentence(turn)
    )
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.say("done-approve" if agrees else "done-decline", ticket_id=ticket.id, asked_key=f"asked-{asked}")


def _appeal(turn: Turn, awaited: Awaited, _rest: str) -> None:
    ticket = appeal_ticket(turn.work, _ticket_id(awaited), by=turn.person, words=_sentence(turn))
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.say("done-appeal", ticket_id=ticket.id)


def _merge(turn: Turn, awaited: Awaited, _rest: str) -> None:
    search = read_search(turn.words, turn.work.directory, turn.work.community)
    if search.number is None:
        turn.say("number-not-read")
        return
    target = ticket_by_number(turn.work, search.number, by=turn.person)
    _compare(turn, _ticket_id(awaited), target.id)


def _compare(turn: Turn, ticket_id: int, target_id: int) -> None:
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person)
    check_merge(turn.work, ticket, turn.work.tickets.get(target_id, seen_by=turn.person))
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.redraw(MergeSure(ticket_id, target_id))


def _reassign(turn: Turn, awaited: Awaited, _rest: str) -> None:
    to = int(str(awaited.detail["to"]))
    ticket = reassign_ticket(turn.work, _ticket_id(awaited), by=turn.person, to=to, words=_sentence(turn))
    turn.work.conversation.stop_awaiting(turn.person.id)
    turn.say("done-hand_over", ticket_id=ticket.id, name=turn.work.people.name(to) or "")


def _regrade(turn: Turn, awaited: Awaited, _rest: str) -> None:
    grade = Grade(str(awaited.detail["grade"]))
    ticket, before = regrade_ticket(turn.work, _ticket_id(awaited), by=turn.person, grade=grade, words=_sentence(turn))
    turn.work.conversation.stop_awaiting(turn.person.id)
    was = before.isoformat() if before else ""
    turn.say("done-regrade", ticket_id=ticket.id, grade_key=f"grade-{grade}", was_time=was)


def _restrict_date(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if (day := _day(turn, LONGEST_DAYS)) is not None:
        _next(turn, awaited, "restrict_why", until=day.isoformat())
        turn.answer(AskWords("restrict_why", awaited.ticket_id))


def _restrict(turn: Turn, awaited: Awaited, _rest: str) -> None:
    kind = Restriction(str(awaited.detail["kind"]))
    last = date.fromisoformat(str(awaited.detail["until"]))
    until = datetime.combine(last, DAY_ENDS_AT, _zone(turn))
    restrict(turn.work, _ticket_id(awaited), by=turn.person, kind=kind, until=until, words=_sentence(turn))
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


def _number(arg: str) -> int:
    if not arg.isascii() or not arg.isdigit() or len(arg) > 18:
        raise Refusal("refused-old-button")
    return int(arg)


def _one_of(kind: type[Grade] | type[WaitingReason] | type[RejectReason] | type[Restriction], arg: str) -> str:
    if arg not in {*kind}:
        raise Refusal("refused-old-button")
    return arg


# Commands and what stands under no ticket


def find(turn: Turn) -> None:
    """/find 1号楼 漏水 待接单"""
    if not turn.work.directory.posts_of(turn.person.id, turn.work.now):
        raise Refusal("refused-only-posts")
    _, _, words = turn.words.partition(" ")
    search = read_search(words[:200], turn.work.directory, turn.work.community)
    if search.empty:
        turn.say("find-not-read" if words.strip() else "find-usage")
        return
    turn.answer(Found(search.text(), search.number))


def find_page(turn: Turn, arg: str) -> None:
    """Another page of the same search."""
    page, _, search = arg.partition("|")
    turn.redraw(Found(Search.parse(search).text(), page=min(_number(page), 9999)))


def restricted_people(turn: Turn) -> None:
    """/restricted: who is limited, muted or banned."""
    if not moderates(turn.work, turn.person):
        raise Refusal("refused-needs-office")
    turn.answer(RestrictedList())


def revoke_restriction(turn: Turn, arg: str) -> None:
    """«解除»"""
    revoke(turn.work, _number(arg), by=turn.person)
    turn.redraw(RestrictedList())
    turn.say("done-revoke")
