"""A report in the making, and its filing: say what is wrong, answer what is asked, «提交»."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain.community import dangers_in, propose_categories
from domain.directory import Address
from domain.lifecycle import Change
from domain.place_reading import read_place
from domain.refusal import Refusal
from domain.report_form import LONGEST_REPORT, MOST_MEDIA, Attachment, Form, Part, Question, next_question, secrecy_of
from domain.routing import route
from domain.words import Action, Channel, Grade, Kind, Secrecy, State
from services.assigning import ask, assign, start_resolve_clock
from storage.models import Draft, Person, Ticket
from storage.unit_of_work import UnitOfWork

LONGEST_NAME = 60
"""Characters of a name, with a door and a telephone number."""
_PHONE = re.compile(r"(?<!\d)(1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")
_NUMBER = re.compile(r"^\s*(\d{1,4})\s*(?:号|號)?(?:\s*附\s*(\d{1,3}))?(?:号|號)?\s*$")
_HOME_WORDS = ("我家", "家里", "屋里", "my home", "my flat", "our flat", "my kitchen")


def open_form(work: UnitOfWork, person: Person) -> Form:
    """The person's draft as a form, or a new one."""
    draft = work.conversation.draft(person.id)
    return work.conversation.form(draft) if draft else Form.empty()


def keep_form(work: UnitOfWork, person: Person, form: Form) -> Draft:
    """Write the draft down; it lives for the hours the community keeps drafts."""
    return work.conversation.keep(person.id, form, hours=work.community.draft_hours)


def say(
    work: UnitOfWork, person: Person, words: str, *, message_id: int, media: Sequence[Attachment] = ()
) -> str | None:
    """Words (and files) to the draft: the answer to what it asks, else more of the report. Nothing is lost.

    Returns the key of a line to put above the draft's screen, if there is something to say.
    """
    form = open_form(work, person)
    question = next_question(form, work.community, work.directory)
    if media:
        if len(form.media) + len(media) > MOST_MEDIA:
            return "draft-too-many-files"
        form.media.extend(media)
    lead: str | None = None
    if words:
        if form.length + len(words) > LONGEST_REPORT:
            return "draft-too-long"
        lead = _take_words(work, person, form, question, words, message_id)
    elif not any(part.message_id == message_id for part in form.parts):
        form.parts.append(Part(message_id, ""))
    _propose(work, person, form)
    keep_form(work, person, form)
    return lead


def _take_words(
    work: UnitOfWork, person: Person, form: Form, question: Question, words: str, message_id: int
) -> str | None:
    if question is Question.NUMBER and form.address is not None and (match := _NUMBER.match(words)):
        form.address = Address(form.address.place_id, int(match[1]), match[2])
        return None
    if question is Question.BEHALF:
        if len(words) > LONGEST_NAME:
            raise Refusal("too-long-name", most=LONGEST_NAME)
        form.behalf_phone = found[0] if (found := _PHONE.findall(words)) else None
        form.behalf_name = _PHONE.sub("", words).strip(" ，,、:：") or form.behalf_phone
        form.wants = None
        return None
    if question in (Question.PLACE, Question.NUMBER):
        reading = read_place(words, work.directory)
        if reading.addresses:
            form.candidates = None if reading.certain else list(reading.addresses)
            form.address = reading.certain
            form.wants = None if reading.certain else form.wants
            return None if reading.certain else "draft-which-place"
        if len(words) <= 20 and question is Question.PLACE and form.text:
            form.parts.append(Part(message_id, words))
            return "draft-place-not-found"
    if form.recorded and form.behalf_phone is None and (number := _PHONE.search(words)):
        form.behalf_phone = number[0]  # a telephone number belongs behind the button, not on every card
        words = " ".join(_PHONE.sub(" ", words).split())
    form.parts.append(Part(message_id, words))
    return "draft-added" if len([part for part in form.parts if part.text]) > 1 else None


def _propose(work: UnitOfWork, person: Person, form: Form) -> None:
    """Category and place, as far as the words give them; a choice already made is left alone."""
    if not form.text:
        return
    proposed = [category.code for category in propose_categories(form.text, work.community.categories)[:3]]
    if form.category is None and proposed:
        form.category, form.proposals = proposed[0], proposed
    if form.address is None and form.candidates is None:
        reading = read_place(form.text, work.directory)
        form.address = reading.certain
        form.candidates = list(reading.addresses) if len(reading.addresses) > 1 else None
        home = work.people.home(person)
        at_home = any(word in form.text.lower() for word in _HOME_WORDS)
        if form.address is None and form.candidates is None and at_home and not form.recorded and not form.on_behalf:
            form.address = home


def edit_draft(work: UnitOfWork, person: Person, message_id: int, words: str) -> bool:
    """An edited message that is part of the draft replaces its old words; False when it is not part of it."""
    draft = work.conversation.draft(person.id)
    if draft is None:
        return False
    form = work.conversation.form(draft)
    if not any(part.message_id == message_id for part in form.parts):
        return False
    form.parts = [Part(p.message_id, words) if p.message_id == message_id else p for p in form.parts]
    keep_form(work, person, form)
    return True


def choose_category(work: UnitOfWork, person: Person, code: str) -> None:
    """A press on a category; unknown codes come only from forged buttons."""
    form = open_form(work, person)
    if not work.community.has_category(code):
        raise Refusal("refused-old-button")
    form.category, form.group, form.wants = code, None, None
    keep_form(work, person, form)


def choose_place(work: UnitOfWork, person: Person, address: Address, *, deeper: bool) -> None:
    """A press on a place: one with places below is opened first; `deeper` False takes it as it is."""
    if address.place_id not in work.directory.places:
        raise Refusal("refused-old-button")
    form = open_form(work, person)
    if deeper and work.directory.children(address.place_id):
        form.browsing, form.candidates, form.address, form.wants = address.place_id, None, None, Question.PLACE
    else:
        form.address, form.browsing, form.candidates, form.wants = address, None, None, None
    keep_form(work, person, form)


def file_report(work: UnitOfWork, person: Person) -> Ticket:
    """«提交»: the draft becomes a ticket and its assignee gets the card. The caller answers with the receipt."""
    form = open_form(work, person)
    if next_question(form, work.community, work.directory) is not Question.PREVIEW:
        raise Refusal("refused-draft-incomplete")
    ticket = _make_ticket(work, person, form)
    found = route(
        work.directory,
        ticket.address,
        work.now,
        skip_people={person.id} if ticket.kind is Kind.DISPUTE and not form.recorded else (),
        skip_stewards=ticket.concerns_steward,
    )
    assign(work, ticket, found, new_claim_limit=True)
    start_resolve_clock(work, ticket)
    work.tickets.add(ticket)
    for part in form.parts:
        if part.text:
            work.tickets.add_text(
                ticket, Action.FILE, part.text, chat_id=person.telegram_id, message_id=part.message_id
            )
    if form.behalf_name or form.behalf_phone:
        work.tickets.set_contact(ticket, form.behalf_name, form.behalf_phone)
    seq = work.record(ticket, Change(Action.FILE, None, State.NEW, person.id, work.now), channel=form.channel)
    if form.media:
        work.tickets.add_media(ticket, seq, form.media)
    work.conversation.drop_draft(person.id)
    work.conversation.stop_awaiting(person.id)
    ask(work, ticket, found, "card-new")
    return ticket


def _make_ticket(work: UnitOfWork, person: Person, form: Form) -> Ticket:
    if form.category is None or form.address is None:
        raise Refusal("refused-draft-incomplete")
    category = work.community.category(form.category)
    emergency = [d for d in dangers_in(form.text, work.community) if d.kind != "safeguarding"]
    grade = Grade.P0 if emergency else category.grade
    month = work.now.astimezone(ZoneInfo(work.community.zone)).strftime("%y%m")
    return Ticket(
        number=work.tickets.next_number(month),
        state=State.NEW,
        category=category.code,
        kind=category.kind,
        grade=grade,
        safety=category.safety,
        place_id=form.address.place_id,
        house_number=form.address.number,
        sub_number=form.address.sub_number,
        room=form.address.room,
        secrecy=Secrecy.NORMAL if form.recorded and form.secrecy is None else secrecy_of(form, work.community),
        concerns_steward=form.concerns_steward and not form.recorded,
        channel=form.channel,
        on_behalf=form.on_behalf or form.recorded,
        filed_by_id=person.id,
        reporter_id=None if form.recorded else person.id,
        recorded_by_id=person.id if form.recorded else None,
        filed_at=work.now,
        follows_id=form.follows,
        appealed=False,
        reopened=0,
        not_solved=0,
        rung=0,
        resolve_spent=0,
        changes=0,
        moves=0,
    )


def start_again(work: UnitOfWork, ticket_id: int, person: Person) -> None:
    """又坏了, later than it can be reopened: a new draft for the same matter and place that follows the old one."""
    ticket = work.tickets.get(ticket_id, seen_by=person)
    if ticket.reporter_id != person.id:
        raise Refusal("refused-not-reporter")
    form = Form.empty()
    form.follows, form.category, form.address = ticket.id, ticket.category, ticket.address
    keep_form(work, person, form)


def start_record(work: UnitOfWork, person: Person, channel: Channel = Channel.PHONE) -> Form:
    """/record: a report that came by telephone or at the door, entered by somebody who holds a post."""
    if not work.directory.posts_of(person.id, work.now):
        raise Refusal("refused-only-posts")
    form = Form.empty()
    form.recorded, form.channel = True, channel
    keep_form(work, person, form)
    return form
