"""The place of a report in the making: read from the words, asked back wherever something is open."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.places.own_door import deeper
from domain.places.place_reading import Doubt, Reading, read_place, resembling
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.tickets.report_form import DraftQuestion, Form, Part, decided_below
from domain.vocabulary import Level
from domain.words.own_home import Home, own_home_in
from domain.words.plain import plain
from storage.models import Person
from storage.unit_of_work import UnitOfWork

_NO_DOOR = re.compile(
    r"(?:不知道|不清楚|不晓得|没有(?:门号|门牌)?|跳过|算了|不说|i do not know"
    r"|i don'?t know|no idea|skip|none)[了呢吧。.! ]*"
)
MAX_ANSWER_CHARACTERS = 40
"""Characters of an answer to «where?»; what is longer tells more of the matter too, and is kept as its words."""

_TOO_WIDE = frozenset({Level.COMMUNITY, Level.GRID})

_LEADS: Mapping[Doubt, str] = {
    Doubt.NEAR: "draft-place-near",
    Doubt.ALIKE: "draft-place-alike",
    Doubt.NO_SUCH_DOOR: "draft-place-no-such-door",
    Doubt.OUTSIDE: "draft-place-outside",
}


_HOME_LEADS: Mapping[Home, str | None] = {Home.AT: None, Home.AROUND: "draft-place-near"}


def place_from_report(work: UnitOfWork, person: Person, form: Form) -> str | None:
    """What the report itself says of the place; nothing that is already known or being asked is touched.

    Returns the key of a line that says why it is asked back, if it is.
    """
    if form.address is not None or form.candidates is not None or form.browsing is not None or form.missed:
        return None
    reading = read_place(form.text, work.directory, work.community)
    if not reading.addresses and (home := _take_home(work, person, form, form.text)) is not None:
        return _HOME_LEADS[home]
    return _take(work, form, reading)


def place_from_edit(work: UnitOfWork, person: Person, form: Form, old_words: str) -> str | None:
    """A place that was read from words follows their new wording; one that was pressed or answered stays.

    Returns the key of a line that says why it is asked back, if it is.
    """
    was = replace(form, parts=[Part(0, old_words)], address=None, candidates=None, browsing=None)
    place_from_report(work, person, was)
    if (was.address, was.candidates, was.browsing) != (form.address, form.candidates, form.browsing):
        return None
    form.address = form.candidates = form.browsing = None
    return place_from_report(work, person, form)


def place_from_answer(
    work: UnitOfWork, person: Person, form: Form, question: DraftQuestion, words: str, message_id: int
) -> tuple[bool, str | None]:
    """Words in answer to «where?» or «which number?»: were they one, and the line to say above the next screen.

    What fits nothing is asked once more with the nearest names; after that the office is to find the address.
    """
    asked = form.address.place_id if question is DraftQuestion.NUMBER and form.address is not None else form.browsing
    if asked is not None:
        door = deeper(words, Address(asked), work.directory, work.community)
        if door.alone and door.address is not None:  # «五零二», «2单元5楼2号»
            _settle(form, door.address)
            return True, None
    reading = read_place(words, work.directory, work.community, asked)
    if reading.addresses:
        if len(words) > MAX_ANSWER_CHARACTERS:
            form.parts.append(Part(message_id, words))
        return True, _take(work, form, reading)
    if (home := _take_home(work, person, form, words)) is not None:
        return True, _HOME_LEADS[home]
    if question is DraftQuestion.NUMBER or len(words) > MAX_ANSWER_CHARACTERS or not form.text:
        return False, None
    form.parts.append(Part(message_id, words))
    root = work.directory.root
    if form.missed and root is not None:
        _settle(form, Address(root.id))
        return True, "draft-place-to-check"
    form.missed = True
    form.candidates = resembling(words, work.directory, work.community) or form.candidates
    return True, _LEADS[reading.doubt] if reading.doubt else "draft-place-not-found"


def deepen(work: UnitOfWork, form: Form, words: str, *, asked: bool) -> tuple[bool, str | None]:
    """Words that say the known place more exactly («502», «2单元301»): were they nothing but that, and the line to say
    above the next screen. They never move it elsewhere: a door of another building, in answer to «几号门？» (`asked`),
    is asked back with both. What stands in a sentence stays in it."""
    if asked and _NO_DOOR.fullmatch(plain(words)) is not None:
        form.settled.append(DraftQuestion.ROOM)
        return True, None
    if form.address is None or form.address.place_id not in work.directory.places:
        return False, None
    known = form.address
    said = deeper(words, known, work.directory, work.community, asked=asked)
    if said.address is not None:
        form.address = said.address
        return said.alone, "draft-door" if said.alone else None
    if said.elsewhere and said.alone:
        _open(form, None)
        form.candidates = list(dict.fromkeys([known, *said.elsewhere]))
        return True, "draft-which-place"
    return False, None


def choose_place(work: UnitOfWork, form: Form, address: Address, *, deeper: bool) -> None:
    """A press on a place: with `deeper` one that has places below is opened first, else it is taken as it is."""
    if address.place_id not in work.directory.places:
        raise Refusal("refused-old-button")
    if deeper and work.directory.children(address.place_id):
        form.browsing, form.candidates, form.wants = address.place_id, None, DraftQuestion.PLACE
    else:
        _settle(form, address)


def choose_candidate(work: UnitOfWork, form: Form, address: Address) -> None:
    """A press on one of several places that fitted: of a whole compound it is still asked where in it."""
    choose_place(work, form, address, deeper=decided_below(address, work.directory))


def _take(work: UnitOfWork, form: Form, reading: Reading) -> str | None:
    """What was read becomes the place, or the next question about it."""
    certain, doubt = reading.certain, reading.doubt
    if certain is not None:
        if decided_below(certain, work.directory):
            _open(form, certain.place_id)
        else:
            _settle(form, certain)
        return None
    only = reading.addresses[0] if doubt is Doubt.NO_SUCH_DOOR and len(reading.addresses) == 1 else None
    if only is not None and only.number is not None:  # a house nobody has heard of: that one, or the street
        _open(form, None)
        form.candidates = [only, Address(only.place_id)]
    elif only is not None:
        _open(form, only.place_id)
    elif reading.addresses:
        whole = _compounds_of(work, reading.addresses) if doubt is Doubt.NEAR else []
        _open(form, None)
        form.candidates = list(dict.fromkeys([*reading.addresses, *whole]))
    if doubt is not None:
        return _LEADS[doubt]
    return "draft-which-place" if reading.addresses else None


def _take_home(work: UnitOfWork, person: Person, form: Form, words: str) -> Home | None:
    """The reporter's own address, where they speak of their home; what lies around it is asked back."""
    speaks_of = own_home_in(words)
    home = person.home
    if speaks_of is None or home is None or form.recorded or form.on_behalf:
        return None
    if home.place_id not in work.directory.places:
        return None
    if speaks_of is Home.AT:
        _settle(form, home)
        return speaks_of
    _open(form, None)
    above = [place for place in work.directory.line(home.place_id) if place.level not in _TOO_WIDE]
    form.candidates = list(dict.fromkeys([home, *(Address(place.id) for place in above)]))
    return speaks_of


def _compounds_of(work: UnitOfWork, addresses: tuple[Address, ...]) -> list[Address]:
    lines = [work.directory.line(address.place_id) for address in addresses]
    return [Address(place.id) for line in lines for place in line if place.level is Level.COMPOUND]


def _settle(form: Form, address: Address) -> None:
    form.address, form.browsing, form.candidates, form.wants = address, None, None, None


def _open(form: Form, place_id: int | None) -> None:
    """The place is asked for, below this one."""
    form.browsing, form.candidates, form.address = place_id, None, None
