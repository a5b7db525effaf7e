"""Ending a body, and writing to one."""

from datetime import timedelta

from domain.bodies.bodies import Body
from domain.matters.asks import AskKind
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.tickets.report_form import Form, Part
from domain.vocabulary import SetUpAct
from services.filing.flooding import count_filing
from services.filing.reports import file_form
from services.matters.asking import ask_body
from services.posts.invitations import give_up
from services.posts.posts import end_holding
from storage.bodies.bodies import Bodies
from storage.matters.asks import Asks
from storage.models import AskRow, Person, Ticket
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork
from subjects.bodies.rules import KEEPS_BODIES, MAX_LETTER_CHARACTERS, takes_letters

QUESTION = "Z001"
"""The category of what a resident writes to a body: a question, an idea, praise; the office answers for it."""


def seen_body(work: UnitOfWork, body_id: int) -> Body:
    """Everybody may read of bodies; one that has ended is none."""
    body = work.directory.bodies.get(body_id)
    if body is None or not body.stands(work.now):
        raise Refusal("bodies-refused-unknown")
    return body


def open_asks(work: UnitOfWork, body_id: int) -> list[AskRow]:
    return work.store(Asks).open_to([body_id])


def end_body(work: UnitOfWork, body_id: int, *, by: Person) -> Body:
    """It is no more, and its seats with it. Not while something is asked of it that nobody else takes."""
    body = seen_body(work, body_id)
    if not work.may(by, KEEPS_BODIES):
        raise Refusal("refused-needs-office")
    row = work.store(Bodies).lock(body_id)
    if row is None:
        raise Refusal("bodies-refused-unknown")
    body_seats = work.directory.seats_in(body_id)
    if left := open_asks(work, body_id):
        raise Refusal("bodies-refused-asks", n=len(left))
    row.until = work.now
    work.places.touch()
    store = work.store(Posts)
    for holding in [one for seat in body_seats for one in store.holdings_of(seat.id)]:
        if work.accounts.bound(holding.person_id):
            end_holding(work, holding, by=None)  # they are told
        else:
            give_up(work, holding)
    store.write(SetUpAct.ENDED_POST, by=by.id, subject=body.name)
    return body


def check_letter(work: UnitOfWork, body_id: int) -> Body:
    """Can somebody write to it now? Raises why not."""
    body = seen_body(work, body_id)
    if not takes_letters(body) or not work.community.has_category(QUESTION) or work.directory.root is None:
        raise Refusal("bodies-refused-no-letters")
    return body


def write_to(work: UnitOfWork, person: Person, body_id: int, said: Remark) -> Ticket:
    """〔写给它〕: a question of the office's with an ask to the body, whose answer the resident reads."""
    body, root, words = check_letter(work, body_id), work.directory.root, said.words.strip()
    if not words:
        raise Refusal("bodies-refused-one-sentence")
    if len(words) > MAX_LETTER_CHARACTERS:
        raise Refusal("bodies-refused-long", n=MAX_LETTER_CHARACTERS)
    if root is None:
        raise Refusal("bodies-refused-no-letters")
    form = Form.empty()
    form.category, form.address = QUESTION, Address(root.id)
    form.parts, form.media = [Part(said.number or 0, words)], list(said.files)
    ticket = file_form(work, person, form)
    count_filing(work, person, draft_ends=work.now + timedelta(hours=work.community.draft_hours))
    ask_body(work, ticket.id, body.id, by=None, said=said, kind=AskKind.ANSWER)
    return ticket
