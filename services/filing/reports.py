"""A report in the making, and its filing: say what is wrong, answer what is asked, «提交»."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain.places.place_reading import read_place
from domain.refusal import Refusal
from domain.tickets.lifecycle import Change
from domain.tickets.report_form import (
    ANY_WORDS,
    MAX_MEDIA,
    MAX_REPORT_CHARACTERS,
    OF_WHOM,
    OPTIONAL,
    Attachment,
    DraftQuestion,
    Form,
    Kept,
    Part,
    next_question,
    secrecy_of,
    send_as_it_is,
)
from domain.vocabulary import Action, Channel, Grade, Secrecy, State
from domain.words.guessing import Guessing, no_guess
from services.answering.assigning import ask, assign, find_assignee, start_resolve_clock
from services.filing.accusations import heed_accusation, kept_from
from services.filing.concerned import tell_concerned
from services.filing.draft_places import deepen, place_from_answer, place_from_edit
from services.filing.flooding import count_filing
from services.filing.on_behalf import settle, take_late_number, take_of_whom
from services.filing.proposing import end_draft, propose
from services.tickets.neighbours import propose_topic
from storage.models import Person, Ticket
from storage.people.conversation import KeptDraft
from storage.unit_of_work import UnitOfWork

TOO_LONG = "draft-too-long"
"""The line above the draft when words were not added to it."""


def open_form(work: UnitOfWork, person: Person) -> Form:
    """The person's draft as a form, or a new one."""
    draft = work.conversation.draft(person.id)
    return work.conversation.form(draft) if draft else Form.empty()


def keep_form(work: UnitOfWork, person: Person, form: Form) -> KeptDraft:
    """Write the draft down; it lives for the hours the community keeps drafts."""
    return work.conversation.keep(person.id, form, hours=work.community.draft_hours)


def say(
    work: UnitOfWork,
    person: Person,
    words: str,
    *,
    message_id: int,
    media: Sequence[Attachment] = (),
    guess: Guessing = no_guess,
) -> str | None:
    """Words (and files) to the draft: the answer to what it asks, else more of the report. Nothing is lost.

    Returns the key of a line to put above the draft's screen, if there is something to say.
    """
    form = open_form(work, person)
    question = next_question(form, work.community, work.directory)
    room = MAX_MEDIA - len(form.media)
    form.media.extend(media[:room])
    form.left_out += len(media[room:])
    lead: str | None = None
    if form.length + len(words) > MAX_REPORT_CHARACTERS:
        lead = TOO_LONG
    elif words:
        lead = _take_words(work, person, form, question, words, message_id)
    elif not any(part.message_id == message_id for part in form.parts):
        form.parts.append(Part(message_id, ""))
    asked_back = propose(work, person, form, guess)
    keep_form(work, person, form)
    return lead or asked_back


def _take_words(
    work: UnitOfWork, person: Person, form: Form, question: DraftQuestion, words: str, message_id: int
) -> str | None:
    if question in OF_WHOM:
        return take_of_whom(work, form, question, words, message_id)
    if question in (DraftQuestion.PLACE, DraftQuestion.NUMBER):
        answered, lead = place_from_answer(work, person, form, question, words, message_id)
        if answered:
            return lead
    else:
        answered, lead = deepen(work, form, words, asked=question is DraftQuestion.ROOM)
        if answered:
            return lead
    left = take_late_number(form, words)
    if left is None:
        return None
    form.parts.append(Part(message_id, left))
    return "draft-added" if len([part for part in form.parts if part.text]) > 1 else None


def skip_question(work: UnitOfWork, person: Person) -> None:
    """«跳过»: what is asked now stays open."""
    form = open_form(work, person)
    question = next_question(form, work.community, work.directory)
    if question not in OPTIONAL:
        raise Refusal("refused-old-button")
    settle(form, question)
    keep_form(work, person, form)


def asks_for_words(work: UnitOfWork, person: Person) -> bool:
    """Is the draft's question one that single words answer too: a name, a door, a number?"""
    return next_question(open_form(work, person), work.community, work.directory) in ANY_WORDS


def names_a_place(work: UnitOfWork, words: str) -> bool:
    """Somebody who writes nothing but where it is wants to report something."""
    reading = read_place(words, work.directory, work.community)
    return bool(reading.addresses) and reading.doubt is None


def keep_aside(work: UnitOfWork, person: Person, words: str, message_id: int) -> None:
    """Words that were not taken for a report: kept for an hour, and one tap makes them one. Nothing is lost."""
    kept, new = work.conversation.kept(person.id), Kept(words, message_id)
    work.conversation.keep_aside(person.id, kept.with_more(new) if kept is not None and kept.loose else new)


def take_back(work: UnitOfWork, person: Person, ticket_id: int | None = None) -> Kept:
    """The words and files that were kept, for this ticket or for none."""
    kept = work.conversation.take_kept(person.id, ticket_id)
    if kept is None:
        raise Refusal("refused-old-button")
    return kept


def say_kept(work: UnitOfWork, person: Person, kept: Kept, guess: Guessing = no_guess) -> str | None:
    """What was kept is said to the draft, as it was said, message by message; the files go with the first."""
    lead: str | None = None
    for position, one in enumerate(kept.messages):
        media = () if position else kept.media
        lead = say(work, person, one.text, message_id=one.message_id, media=media, guess=guess)
    return lead


def edit_kept(work: UnitOfWork, person: Person, message_id: int, words: str) -> bool:
    """An edited message whose words are kept aside: what it says now is kept. False: it is none of those."""
    kept = work.conversation.kept(person.id)
    edited = kept.edited(message_id, words) if kept is not None else None
    if edited is None:
        return False
    work.conversation.keep_beside(person.id, edited, None)
    return True


def edit_draft(work: UnitOfWork, person: Person, message_id: int, words: str) -> str | None:
    """An edited message that is part of the draft replaces its old words; None when it is not part of it.

    Otherwise the key of the line above the next screen: why the place is asked back, or that the words are changed.
    """
    draft = work.conversation.draft(person.id)
    if draft is None:
        return None
    form = work.conversation.form(draft)
    if not any(part.message_id == message_id for part in form.parts):
        return None
    old_words = form.text
    form.parts = [Part(p.message_id, words) if p.message_id == message_id else p for p in form.parts]
    heed_accusation(work, form)
    asked_back = place_from_edit(work, person, form, old_words)
    keep_form(work, person, form)
    return asked_back or "edited-draft"


def choose_category(work: UnitOfWork, person: Person, code: str) -> None:
    """A press on a category; unknown codes come only from forged buttons."""
    form = open_form(work, person)
    if not work.community.offers(code):
        raise Refusal("refused-old-button")
    form.category, form.group, form.wants = code, None, None
    keep_form(work, person, form)


def file_report(work: UnitOfWork, person: Person) -> Ticket:
    """«提交»: the draft becomes a ticket and its assignee gets the card. The caller answers with the receipt. What may
    stay open is asked no more."""
    draft = work.conversation.draft(person.id)
    form = work.conversation.form(draft) if draft else Form.empty()
    send_as_it_is(form)
    if draft is None or next_question(form, work.community, work.directory) is not DraftQuestion.PREVIEW:
        raise Refusal("refused-draft-incomplete")
    if form.recorded and not work.directory.posts_of(person.id, work.now):
        raise Refusal("refused-only-posts")
    kept = kept_from(work, form)
    if kept is not None and kept.goes_to is None:
        raise Refusal("refused-nobody-above-accused")
    now = any(seen.now and not seen.danger.safeguarding for seen in work.community.sightings(form.text))
    ticket = file_form(work, person, form, grade=Grade.P0 if now else None)
    if ticket.grade is not Grade.P0 and not form.recorded:
        count_filing(work, person, draft_ends=draft.expires_at)
    end_draft(work, person)
    work.conversation.stop_awaiting(person.id)
    return ticket


def file_form(work: UnitOfWork, person: Person, form: Form, *, grade: Grade | None = None) -> Ticket:
    """A form becomes a ticket: routed, its words kept, its assignee asked. `grade` None: its category's."""
    ticket = _make_ticket(work, person, form, grade)
    found = find_assignee(work, ticket)
    assign(work, ticket, found, new_claim_limit=True)
    start_resolve_clock(work, ticket)
    filed = Change(Action.FILE, None, State.NEW, person.id, work.now)
    seq = work.record(ticket, filed, channel=form.channel)
    work.file(ticket)
    work.contents.add_report(ticket, form.parts, account_id=work.people.account_of(person))
    if form.category != form.guess and form.text and form.follows is None:
        first = work.contents.report_texts(ticket)[0]
        work.neighbours.correct(ticket.id, first.id, proposed=form.guess, chosen=ticket.category, by=person.id)
    if form.behalf_name or form.behalf_phone or form.behalf_door or form.behalf_aware:
        work.contents.set_contact(
            ticket, form.behalf_name, form.behalf_phone, door=form.behalf_door, aware=form.behalf_aware
        )
    if form.media:
        work.contents.add_media(ticket, seq, form.media, action=Action.FILE, by=person.id, alone=not form.text)
    ask(work, ticket, found, "card-new")
    tell_concerned(work, ticket)
    propose_topic(work, ticket)
    return ticket


def _make_ticket(work: UnitOfWork, person: Person, form: Form, grade: Grade | None) -> Ticket:
    if form.category is None or form.address is None:
        raise Refusal("refused-draft-incomplete")
    category = work.community.category(form.category)
    month = work.now.astimezone(ZoneInfo(work.community.zone)).strftime("%y%m")
    return Ticket(
        number=work.tickets.next_number(month),
        state=State.NEW,
        category=category.code,
        kind=category.kind,
        grade=grade or category.grade,
        safety=category.safety,
        address=form.address,
        near=form.near,
        secrecy=Secrecy.NORMAL if form.recorded and form.secrecy is None else secrecy_of(form, work.community),
        concerns=form.concerns,
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


def keep_what_waits(work: UnitOfWork, person: Person) -> None:
    """A draft with words or files in it is never replaced by another one: it is sent or dropped first."""
    form = open_form(work, person)
    if form.parts or form.media:
        raise Refusal("refused-draft-waits")


def start_again(work: UnitOfWork, ticket_id: int, person: Person) -> None:
    """又坏了, later than it can be reopened: a new draft for the same matter and place that follows the old one."""
    ticket = work.tickets.get(ticket_id, seen_by=person)
    if ticket.reporter_id != person.id:
        raise Refusal("refused-not-reporter")
    keep_what_waits(work, person)
    form = Form.empty()
    form.follows, form.category, form.address = ticket.id, ticket.category, ticket.address
    form.concerns, form.concerns_pressed = ticket.concerns, ticket.concerns is not None
    keep_form(work, person, form)


def start_record(work: UnitOfWork, person: Person, channel: Channel = Channel.PHONE) -> Form:
    """/record: a report that came by telephone or at the door, entered by somebody who holds a post."""
    if not work.directory.posts_of(person.id, work.now):
        raise Refusal("refused-only-posts")
    keep_what_waits(work, person)
    form = Form.empty()
    form.recorded, form.channel = True, channel
    keep_form(work, person, form)
    return form
