"""A bundle as its reader may see it now: lines whose matter has ended drop out."""

from collections.abc import Iterable, Sequence

from domain.matters.asks import AskState
from domain.matters.bundle_views import BundledView, BundleView, HelpView
from domain.matters.bundles import NEVER_MUTED, BundledLine, for_a_morning, to_tell
from domain.notices.bundle_notices import Bundle, BundleList, WhatToMute
from services.matters.ask_door import AskAndTicket, seen_ask
from services.matters.ask_steps import asks_to_answer
from services.matters.bundle_lines import helps_of, result_of, still_holds
from services.matters.matters import seen_matter
from services.views.ask_views import ask_view
from storage.matters.bundles import Bundles
from storage.models import BundleLine, Person
from storage.unit_of_work import UnitOfWork


def bundle(work: UnitOfWork, notice: Bundle | BundleList | WhatToMute, person: Person) -> BundleView:
    """What ends soonest first, and how much else they are asked."""
    lines = to_tell(work.store(Bundles).told_with(notice.line_id, person.id), work.now)
    told = {line.ask_id for line in lines}
    also_open = sum(ask.id not in told for ask in asks_to_answer(work, person))
    return BundleView(notice.line_id, _views(work, lines, person), also_open)


def morning_lines(work: UnitOfWork, line_id: int | None, person: Person) -> BundleView | None:
    """The same among a morning's own work: kind by kind."""
    if line_id is None:
        return None
    lines = for_a_morning(work.store(Bundles).told_with(line_id, person.id), work.now)
    return BundleView(line_id, _views(work, lines, person))


def _views(work: UnitOfWork, lines: Iterable[BundleLine], person: Person) -> Sequence[BundledView]:
    return [_view(work, line, person) for line in lines if still_holds(work, line, person)]


def _view(work: UnitOfWork, line: BundleLine, person: Person) -> BundledView:
    match line.kind:
        case BundledLine.TICKET_ASKED:
            return _of_ticket(work, line, person)
        case BundledLine.RESULT:
            return _of_result(work, line, person)
        case BundledLine.TERM:
            return _of_matter(work, line, person)
        case _:
            return _of_ask(work, line, person)


def _can_be_muted(line: BundleLine) -> bool:
    return line.kind not in NEVER_MUTED and line.muted_at is None


def _of_ask(work: UnitOfWork, line: BundleLine, person: Person) -> BundledView:
    found = seen_ask(work, line.ask_id or 0, person)
    if found is None:
        raise LookupError("a line that does not hold any more is not drawn")
    seen = ask_view(work, found, person)
    accepted = seen.state is AskState.ACCEPTED
    mine = line.kind in (BundledLine.ASK_NEW, BundledLine.ASK_DUE)
    return BundledView(
        line.id,
        line.kind,
        _can_be_muted(line),
        about=seen.id if mine or not isinstance(found, AskAndTicket) else found.ticket.id,
        version=seen.version if mine or not isinstance(found, AskAndTicket) else found.ticket.moves,
        number=seen.number or "",
        place=seen.place,
        category=seen.category,
        title=seen.title or "",
        body=seen.body,
        due=seen.result_due if accepted else seen.reply_due,
        accepted=accepted,
    )


def _of_ticket(work: UnitOfWork, line: BundleLine, person: Person) -> BundledView:
    found = helps_of(work, line, person)
    if found is None:
        raise LookupError("a line that does not hold any more is not drawn")
    ticket, asks = found
    helps = [
        HelpView(
            work.directory.bodies[ask.to_body_id].name,
            ask.state,
            ask.result_due if ask.state is AskState.ACCEPTED else None,
        )
        for ask in asks
        if ask.to_body_id is not None
    ]
    return BundledView(
        line.id,
        line.kind,
        _can_be_muted(line),
        about=ticket.id,
        version=ticket.moves,
        number=ticket.number,
        place=work.directory.name(ticket.address),
        category=work.community.category(ticket.category),
        helps=helps,
    )


def _of_result(work: UnitOfWork, line: BundleLine, person: Person) -> BundledView:
    found = result_of(work, line, person)
    if found is None:
        raise LookupError("a line that does not hold any more is not drawn")
    ticket, helped, words = found
    return BundledView(
        line.id,
        line.kind,
        _can_be_muted(line),
        about=ticket.id,
        version=ticket.moves,
        number=ticket.number,
        category=work.community.category(ticket.category),
        title=words,
        helped=helped,
    )


def _of_matter(work: UnitOfWork, line: BundleLine, person: Person) -> BundledView:
    matter = seen_matter(work, line.matter_id or 0, person)
    if matter is None:
        raise LookupError("a line that does not hold any more is not drawn")
    return BundledView(
        line.id,
        line.kind,
        _can_be_muted(line),
        about=matter.id,
        version=matter.version,
        number=matter.number,
        title=matter.title,
        state=f"{matter.kind}-state-{matter.state}",
        due=matter.next_due_at,
        due_what=f"{matter.kind}-due-{matter.next_due_what}" if matter.next_due_what is not None else None,
    )
