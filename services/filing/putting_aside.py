"""Whatever a command ends is kept for one tap: «接着写» brings it back as it was."""

from domain.refusal import Refusal
from domain.tickets.report_form import ALBUM, KEPT
from services.filing.proposing import end_draft
from services.filing.reports import keep_what_waits
from storage.models import Awaited, Person
from storage.people.put_aside import DRAFT, PutAsides, draft_in, question_in
from storage.unit_of_work import UnitOfWork


def question_of(work: UnitOfWork, person: Person) -> Awaited | None:
    """What was asked of them and waits for words; neither kept words nor the rest of an album."""
    asked = work.conversation.awaited(person.id)
    return asked if asked is not None and asked.what not in (KEPT, ALBUM) else None


def put_question_aside(work: UnitOfWork, person: Person) -> int | None:
    """The question is over. Returns by what it is found again; None where none waited."""
    asked = question_of(work, person)
    if asked is None:
        return None
    aside = work.store(PutAsides).add_question(asked)
    work.conversation.stop_awaiting(person.id)
    return aside


def put_draft_aside(work: UnitOfWork, person: Person) -> int | None:
    """不报了: the draft is over, and what waited behind it is the next one. Returns by what it is found again; None
    where nothing stood in it."""
    draft = work.conversation.draft(person.id)
    if draft is None:
        return None
    form = work.conversation.form(draft)
    form.later = []  # these are drafts of their own now
    aside = work.store(PutAsides).add_draft(draft, work.conversation.body(form)) if form.parts or form.media else None
    end_draft(work, person)
    return aside


def take_up(work: UnitOfWork, person: Person, aside_id: int) -> Awaited | None:
    """«接着写»: as it was put aside. A newer draft or question is never replaced: it is sent, answered or dropped
    first, and this one stays where it is. Returns the question; None for a draft."""
    row = work.store(PutAsides).take(aside_id, person.id)
    if row is None:
        raise Refusal("refused-put-aside-gone")
    if row.what == DRAFT:
        keep_what_waits(work, person)
        work.conversation.bring_back(draft_in(row), hours=work.community.draft_hours)
        return None
    if question_of(work, person) is not None:
        raise Refusal("refused-question-waits")
    asked = question_in(row, work.now)
    work.conversation.await_words(person.id, asked.what, asked.until, asked.ticket_id, asked.detail)
    return asked
