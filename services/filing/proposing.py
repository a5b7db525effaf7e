"""What a report in the making is about, as far as its words say; and of several troubles in it one report each."""

from domain.refusal import Refusal
from domain.tickets.report_form import OF_WHOM, Form, Part
from domain.words.categories import MAX_LIKELY, OTHER
from domain.words.guessing import Guessing, no_guess
from domain.words.troubles import troubles_in
from services.filing.accusations import heed_accusation
from services.filing.draft_places import place_from_report
from storage.models import Person
from storage.unit_of_work import UnitOfWork

MAX_SPLIT_CHARACTERS = 200
"""Characters: a longer message is a letter about one thing, whatever else it touches on."""
QUESTION = "Z001"
"""A question, an idea: it is answered, and nobody asked whether that is confirmed."""
OF_AN_OFFICE = ("Z002", QUESTION)
"""What a complaint of the steward is about when its words name nothing else."""


def propose(work: UnitOfWork, person: Person, form: Form, guess: Guessing = no_guess) -> str | None:
    """Category and place, as far as the words give them; a choice already made is left alone. What is only guessed is
    offered, and never chosen. Returns the key of a line that says why the place is asked back, if it is."""
    if not form.text:
        return None
    heed_accusation(work, form)
    community = work.community
    likely = [category.code for category in community.propose(form.text, guess(form.text))]
    proposed = [code for code in likely if code != OTHER or community.names(form.text, OTHER)][:MAX_LIKELY]
    named = bool(proposed) and community.names(form.text, proposed[0])
    if form.concerns is not None and not named:
        office = [code for code in OF_AN_OFFICE if community.offers(code)][:1]
        proposed, named = list(dict.fromkeys([*office, *proposed]))[:MAX_LIKELY], bool(office)
    if form.category is None and proposed:
        form.proposals, form.guess = proposed, proposed[0]
        if named:
            form.category = proposed[0]
    return place_from_report(work, person, form)


def troubles_of(work: UnitOfWork, form: Form) -> list[str]:
    """The troubles its words tell of, one text each; a single one is all of them."""
    community = work.community
    if len(form.text) > MAX_SPLIT_CHARACTERS or not community.reader.tells_of_several(form.text):
        return [form.text]

    def kind_of(clause: str) -> str | None:
        if not community.reader.tells_of_trouble(clause):
            return None
        found = community.propose(clause)
        return found[0].code if found else None

    return troubles_in(form.text, kind_of)


def split_draft(work: UnitOfWork, person: Person, form: Form) -> None:
    """«分成几份»: the first trouble stays in the draft, the others wait behind it with all their words."""
    first, *later = troubles_of(work, form)
    if not later:
        raise Refusal("refused-old-button")
    message = form.parts[0].message_id
    form.parts, form.later = [Part(message, first)], [*later, *form.later]
    form.category = form.proposals = form.guess = None
    place = form.address
    form.address = form.candidates = form.browsing = None
    propose(work, person, form)
    if _says_no_place(form):
        form.address = place
    work.conversation.keep(person.id, form, hours=work.community.draft_hours)


def end_draft(work: UnitOfWork, person: Person) -> None:
    """The draft is done; what waited behind it is the next one, at the same place unless its words name another."""
    draft = work.conversation.draft(person.id)
    form = work.conversation.form(draft) if draft is not None else Form.empty()
    work.conversation.drop_draft(person.id)
    if not form.later:
        return
    following = Form.empty()
    following.parts, following.later = [Part(0, form.later[0])], form.later[1:]
    following.media, following.albums = form.media, form.albums
    following.recorded, following.channel, following.on_behalf = form.recorded, form.channel, form.on_behalf
    following.behalf_name, following.behalf_phone = form.behalf_name, form.behalf_phone
    following.behalf_door, following.behalf_aware = form.behalf_door, form.behalf_aware
    following.settled = [one for one in form.settled if one in OF_WHOM]
    propose(work, person, following)
    if _says_no_place(following):
        following.address = form.address
    work.conversation.keep(person.id, following, hours=work.community.draft_hours)


def _says_no_place(form: Form) -> bool:
    return form.address is None and form.candidates is None and form.browsing is None
