"""Everything that is kept about one person, put together for that person."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.privacy import STATEMENT_VERSION, NameLook
from domain.tickets.report_form import files_named_in
from domain.tickets.visibility import UNSEEN_BY_REPORTER, may_hear
from domain.vocabulary import Action
from services.parts import Keeps
from storage.models import Media, Person, Ticket, TicketText
from storage.people.concerned import ConcernedPeople
from storage.people.personal import Personal
from storage.people.posts import Posts
from storage.people.put_aside import PutAsides
from storage.people.restrictions import Restrictions
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork

Data = dict[str, object]


def looks_at(work: UnitOfWork, person: Person) -> list[NameLook]:
    """Who asked for their name, newest first, with the post held now."""
    found = []
    for line in work.store(Personal).looks(person):
        posts = work.directory.posts_of(line.by_id, work.now) if line.by_id is not None else []
        name = work.people.name(line.by_id) or ""
        found.append(NameLook(line.at, line.number, name, posts[0].title if posts else ""))
    return found


def my_data(work: UnitOfWork, person: Person, keeps: Iterable[Keeps]) -> Data:
    """All of it, table by table, in plain words as far as there are any."""
    contact, home = work.people.contact(person.id), person.home
    draft = work.conversation.draft_to_show(person.id)
    awaited = work.conversation.awaited_to_show(person.id)
    return {
        "made_at": _time(work.now),
        "statement_version": STATEMENT_VERSION,
        "accounts": [
            {"channel": line.channel, "address": line.address, "unreachable_since": _time(line.unreachable_since)}
            for line in work.store(Personal).accounts(person)
        ],
        "account": {
            "known_since": _time(person.created_at),
            "language": person.language,
            "device_language": person.device_language,
            "consent_version": person.consent_version,
            "consented_at": _time(person.consented_at),
            "administrator": person.is_administrator,
            "wakes_at_night": person.wakes_at_night,
            "last_morning_message": person.morning_of.isoformat() if person.morning_of else None,
            "counted_against_floods": {
                "since": _time(person.minute_began),
                "said": person.said,
                "pressed": person.pressed,
                "asked_again_under_help": person.shown_again,
                "filed_on": person.filed_on.isoformat() if person.filed_on else None,
                "filed": person.filed,
            },
            "mutes_ordinary_announcements": person.mutes_announcements,
            "shows_phone_to_residents": person.shows_phone,
            "large_numbered_buttons": person.large_buttons,
            "asked_to_be_contacted_on": person.asked_contact_on.isoformat() if person.asked_contact_on else None,
            "asked_for_name_and_phone": person.who_asked,
            "left_no_name_and_phone_since": _time(person.who_refused_at),
            "asked_to_be_deleted_at": _time(person.leaves_at),
        },
        "contact": {"name": contact.name, "phone": contact.phone} if contact else None,
        "home": work.directory.name(home) if home else None,
        "posts": [
            {
                "title": held.title,
                "as": held.held_as,
                "entered_as": held.entered_as,
                "from": _time(held.since),
                "to": _time(held.until),
            }
            for held in work.store(Personal).held(person)
        ],
        "leaves": [
            {"from": _time(leave.since), "to": _time(leave.until)} for leave in work.store(Posts).leaves_of(person.id)
        ],
        "set_up_history": [
            {
                "at": _time(line.at),
                "what": line.act,
                "subject": line.subject,
                "before": line.before,
                "after": line.after,
            }
            for line in work.store(Posts).lines_about(person.id)
        ],
        "draft": {"form": _written(work, draft.body), "deleted_at": _time(draft.expires_at)} if draft else None,
        "asked_for_words": {"what": awaited.what, "since": _time(awaited.since), **_written(work, awaited.detail)}
        if awaited
        else None,
        "put_aside": [
            {"what": row.what, "deleted_at": _time(row.until), **_written(work, row.body)}
            for row in work.store(PutAsides).of(person.id)
        ],
        "reports": [_report(work, ticket, person) for ticket in work.store(Personal).reported(person)],
        "reports_i_have_the_same_fault_as": work.neighbours.followed_by(person.id),
        "said_in_other_peoples_reports": _said_elsewhere(work, person),
        "words_for_the_safeguarding_staff": [
            {"at": _time(alert.at), "words": alert.words, "taken_on_at": _time(alert.seen_at)}
            for alert in work.store(Alerts).of_person(person.id)
        ],
        "restrictions": [
            {"kind": one.kind, "reason": one.reason, "from": _time(one.since), "to": _time(one.until)}
            for one in work.store(Restrictions).all_of(person.id)
        ],
        "restrictions_i_imposed": [
            {"kind": one.kind, "reason": one.reason, "from": _time(one.since), "to": _time(one.until)}
            for one in work.store(Personal).restricted(person)
        ],
        "reported_for_me": work.store(ConcernedPeople).numbers_told(person.id),
        "recorded_for_others": work.store(Personal).recorded(person),
        "lines_in_other_peoples_reports": work.store(Personal).lines_by(person),
        "looks_at_my_name": [
            {"at": _time(look.at), "report": look.number, "by": look.by, "post": look.post}
            for look in looks_at(work, person)
        ],
        **{kept.name: kept.mine(work, person) for kept in keeps},
        "buttons_under_the_newest_message": work.store(Personal).asked(person),
        "messages_to_me": [
            {"kind": row.kind, "at": _time(row.created_at), "sent_at": _time(row.sent_at), "facts": row.facts}
            for row in work.store(Personal).messages(person)
        ],
        "messages_from_me_not_yet_emptied": [
            {"at": _time(row.received_at), "update": json.loads(row.body or "null")}
            for row in work.store(Personal).updates(person)
        ],
    }


def _report(work: UnitOfWork, ticket: Ticket, person: Person) -> Data:
    """One ticket with its words; what handlers wrote among themselves is theirs."""
    contact = work.contents.contact(ticket)
    return {
        "number": ticket.number,
        "state": ticket.state,
        "category": ticket.category,
        "place": work.directory.name(ticket.address),
        "secrecy": ticket.secrecy,
        "filed_at": _time(ticket.filed_at),
        "ended_at": _time(ticket.ended_at),
        "emptied_at": _time(ticket.emptied_at),
        "rating": ticket.rating,
        "for_somebody_else": {
            "name": contact.name,
            "phone": contact.phone,
            "door": contact.door,
            "know_of_it": contact.aware,
        }
        if contact
        else None,
        "words": [
            {"action": text.action, "at": _time(text.at), "words": text.body}
            for text in work.store(Personal).texts(ticket)
            if text.body != "" and may_hear(text.action, reports=True)
        ],
        "files": [_file(file) for file in work.contents.media_of(ticket) if may_hear(file.action, reports=True)],
        "history": [
            {"action": line.action, "at": _time(line.at), "by_me": line.by_id == person.id}
            for line in work.tickets.history(ticket)
            if line.action not in UNSEEN_BY_REPORTER
        ],
    }


def _said_elsewhere(work: UnitOfWork, person: Person) -> list[Data]:
    """What they wrote and sent as a neighbour, and in reports that they handle and may still see. Of the others only
    the number of lines is theirs to know."""
    texts, files = work.store(Personal).texts_elsewhere(person), work.store(Personal).files_elsewhere(person)
    tickets = {text.ticket_id for text in texts} | {file.ticket_id for file in files}
    seen = {ticket.id for ticket in work.tickets.several(sorted(tickets), seen_by=person)}

    def heading(said: TicketText | Media) -> Data:
        return {"report": work.tickets.number_of(said.ticket_id), "action": said.action}

    def his(said: TicketText | Media) -> bool:
        return said.action is Action.FOLLOW or said.ticket_id in seen

    words = [{**heading(text), "at": _time(text.at), "words": text.body} for text in texts if his(text)]
    return words + [{**heading(file), **_file(file)} for file in files if his(file)]


def _file(file: Media) -> Data:
    """A file as it is kept: its channel has the bytes."""
    kept = {"channel": file.file.channel, "ref": file.file.ref} if file.file is not None else {}
    return {"kind": file.kind, "size": file.size, **kept, "latitude": file.latitude, "longitude": file.longitude}


def _written(work: UnitOfWork, written: Mapping[str, object]) -> Data:
    """What was written down as JSON, its files as their channels call them."""
    names = work.files.refs(set(files_named_in(written)))

    def told(one: object) -> object:
        if isinstance(one, list):
            return [told(inner) for inner in one]
        if not isinstance(one, Mapping):
            return one
        inside = {name: told(inner) for name, inner in one.items()}
        key = inside.get("file")
        if isinstance(key, int) and key in names:
            del inside["file"]
            inside["channel"], inside["ref"] = names[key]
        return inside

    return {name: told(one) for name, one in written.items()}


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
