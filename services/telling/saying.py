"""A step with what was said to it: words and files are kept with its line of history, and are as secret as it is."""

from collections.abc import Mapping, Sequence

from domain.notices.notices import Letter, TicketWords
from domain.tickets.lifecycle import Change
from domain.tickets.remark import Remark
from domain.tickets.report_form import Attachment, Form
from domain.vocabulary import Action
from services.telling.telling import redraw_cards, send, tell_files
from storage.models import Media, Person, Ticket, TicketText
from storage.unit_of_work import UnitOfWork


def record_said(
    work: UnitOfWork,
    ticket: Ticket,
    change: Change,
    said: Remark,
    *,
    by: Person,
    detail: Mapping[str, object] | None = None,
) -> tuple[int, TicketText | None]:
    """Write the step down with its words and files; returns the line's number, and the words.

    A message of nothing but files is kept as empty words: an edit may still give it some.
    """
    text = None
    if said.words or said.number is not None:
        text = _keep_words(work, ticket, change.action, said, by)
    spoken = text if said.words else None
    facts = {**(detail or {}), **({"files": len(said.files)} if said.files else {})}
    seq = work.record(ticket, change, text_id=spoken.id if spoken else None, detail=facts)
    if said.files:
        work.contents.add_media(ticket, seq, said.files, action=change.action, by=by.id, alone=spoken is None)
    return seq, text


def _keep_words(work: UnitOfWork, ticket: Ticket, action: Action, said: Remark, by: Person) -> TicketText:
    account_id, number = said.account_id, said.number
    return work.contents.add_text(ticket, action, said.words, by=by.id, account_id=account_id, number=number)


def said_in(work: UnitOfWork, form: Form, person: Person) -> list[Remark]:
    """A draft as it was said, message by message; the files go with the first."""
    account_id = work.people.account_of(person)
    spoken = [Remark(part.text, (), account_id, part.message_id) for part in form.parts if part.text]
    first, *more = spoken or [Remark()]
    return [Remark(first.words, tuple(form.media), first.account_id, first.number), *more]


def file_as_sent(file: Media) -> Attachment:
    """A kept file as it came, to go on with another step."""
    return Attachment(file.kind, file.file_key, file.size, file.latitude, file.longitude)


def add_to_line(work: UnitOfWork, ticket_id: int, seq: int, said: Remark, *, by: Person, to: Sequence[int]) -> None:
    """The rest of an album hangs on the line that its first part has made, and goes to whoever was told of that."""
    ticket = work.neighbours.lock(ticket_id)
    line = work.tickets.line(ticket, seq)
    if line is None:
        raise LookupError("an album goes on with a line that is not there")
    text = _keep_words(work, ticket, line.action, said, by)
    work.contents.add_media(ticket, seq, said.files, action=line.action, by=by.id, alone=True)
    tell_files(work, ticket, seq, to)
    if said.words:
        for person_id in to:
            send(work, ticket, Letter(person_id, TicketWords(ticket.id, text.id)))
    redraw_cards(work, ticket)
