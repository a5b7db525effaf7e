"""Who somebody is, where they can be rung, which door; and for whom a report is made."""

from domain.notices.who_notices import AskWho, MyContact, OfferPhone, ReportedForYou
from domain.views import ConcernedView, ContactView, DraftView
from domain.vocabulary import Aware
from domain.words.calling import MAX_NAME_CHARACTERS, masked
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from messages.tickets.draft_buttons import DraftPress


def _may_stay_open(draft: DraftView, press: DraftPress) -> list[tuple[str, Button]]:
    """Under whatever need not be answered: the next question, or the report as it is. The first is called as it was
    when only one question could be skipped: it hangs under older messages too."""
    can_be_sent = draft.kept_from is None or draft.kept_from.goes_to is not None
    skip = press("skip-behalf", label=press.label("button-skip"))
    return [skip, *([press("send")] if can_be_sent else [])]


def ask_room(draft: DraftView, frame: Frame) -> Screen:
    """«几号门？», in a building whose flat nobody has said; with one's own, where that is in it."""
    texts, home = frame.texts, draft.home
    press = DraftPress(draft, texts)
    rows = [_may_stay_open(draft, press)]
    address = draft.form.address
    line = frame.directory.line(home.place_id) if home is not None else []
    own = home is not None and home.room is not None and address in [type(home)(place.id) for place in line]
    if own and home is not None and not draft.form.recorded and not draft.form.on_behalf:
        label = texts.label("button-my-home", place=frame.directory.name(home))
        rows.insert(0, [press("home", label=label)])
    rows.append([press("change-place")])
    return Screen(texts.say("draft-ask-room", place=draft.place or ""), rows)


def ask_behalf(draft: DraftView, frame: Frame) -> Screen:
    """For whom: the name."""
    return _of_whom(draft, frame, "draft-ask-behalf")


def ask_behalf_door(draft: DraftView, frame: Frame) -> Screen:
    """Where they live."""
    return _of_whom(draft, frame, "draft-ask-behalf-door")


def ask_behalf_phone(draft: DraftView, frame: Frame) -> Screen:
    """Where they can be rung."""
    return _of_whom(draft, frame, "draft-ask-behalf-phone")


def _of_whom(draft: DraftView, frame: Frame, key: str) -> Screen:
    texts = frame.texts
    press = DraftPress(draft, texts)
    return Screen(_asked(draft, texts, key), [_may_stay_open(draft, press), [press("not-behalf")]])


def _asked(draft: DraftView, texts: Texts, key: str) -> str:
    """The question, under what is noted so far."""
    return "\n".join(line for line in (behalf_line(draft, texts), texts.say(key)) if line)


def ask_behalf_aware(draft: DraftView, frame: Frame) -> Screen:
    """Do they know of it?"""
    texts = frame.texts
    press = DraftPress(draft, texts)
    known = [
        press("aware", aware, label=texts.label(f"button-aware-{aware}")) for aware in (Aware.KNOWS, Aware.NOT_YET)
    ]
    return Screen(_asked(draft, texts, "draft-ask-behalf-aware"), [known, _may_stay_open(draft, press)])


def behalf_line(draft: DraftView, texts: Texts) -> Html | None:
    """For whom, as it stands in the preview."""
    form = draft.form
    who = " ".join(one for one in (form.behalf_name, form.behalf_door, form.behalf_phone) if one)
    if not who and form.behalf_aware is None:
        return None
    aware = texts.say(f"aware-{form.behalf_aware}") if form.behalf_aware is not None else ""
    return texts.say("draft-line-behalf", who=who or texts.say("behalf-nobody"), aware=aware)


def ask_who(notice: AskWho, frame: Frame) -> Screen:
    """Once, after a report, with who will see it."""
    texts = frame.texts
    lead = texts.say(notice.lead, most=MAX_NAME_CHARACTERS) if notice.lead else None
    asked = texts.say("who-ask-name" if notice.phone_known else "who-ask")
    rows = [[(texts.label("button-skip"), Button(ANYWHERE, "who-later")), _leave_none(texts)]]
    return Screen("\n".join(line for line in (lead, asked, texts.say("who-seen-by")) if line), rows)


def _leave_none(texts: Texts) -> tuple[str, Button]:
    return texts.label("button-who-never"), Button(ANYWHERE, "who-never")


def offer_phone(number: str, notice: OfferPhone, frame: Frame) -> Screen:
    """A number in the report's words: offered, never taken by itself."""
    texts = frame.texts
    rows = [
        [
            (texts.label("button-who-mine"), Button(ON_TICKET, "who-mine", notice.ticket_id)),
            (texts.label("button-who-not-mine"), Button(ON_TICKET, "who-not-mine", notice.ticket_id)),
        ],
        [_leave_none(texts)],
    ]
    return Screen(f"{texts.say('who-offer', phone=masked(number))}\n{texts.say('who-seen-by')}", rows)


def my_contact(view: ContactView, notice: MyContact, frame: Frame) -> Screen:
    """What is kept, with what changes and removes it; of whoever holds a post the office keeps it."""
    texts = frame.texts
    lead = texts.say(notice.lead) if notice.lead else None
    nothing = view.name is None and view.phone is None
    if nothing:
        kept = None if notice.lead else texts.say("contact-none")
    else:
        none = texts.say("contact-missing")
        kept = texts.say("contact-kept", name=view.name or none, phone=view.phone or none)
    entered = texts.say("refused-contact-of-post") if view.entered else None
    change = (texts.label("button-who-change"), Button(ANYWHERE, "who-change"))
    remove = (texts.label("button-who-remove"), Button(ANYWHERE, "who-remove"))
    rows = [] if view.entered else [[change] if nothing else [change, remove]]
    return Screen("\n".join(line for line in (lead, kept, entered) if line), rows, confidential=True)


def reported_for_you(view: ConcernedView, _notice: ReportedForYou, frame: Frame) -> Screen:
    """Who has reported what for the reader, and what they can say to it."""
    texts = frame.texts
    by = view.by or texts.say("who-somebody")
    what = texts.pick(view.category.name)
    said = texts.say("reported-for-you", by=by, category=what, number=view.number)
    button = texts.label("button-not-my-matter"), Button(ANYWHERE, "not-my-matter", arg=str(view.ticket_id))
    return Screen(said, [[button]] if view.open else [])
