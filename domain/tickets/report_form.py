"""A report in the making: what has been said so far, and what is asked next. Drafts are kept as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from domain.community import Community
from domain.places.own_door import has_flats
from domain.posts.directory import Address, Directory, Place
from domain.vocabulary import Aware, Channel, Grade, Kind, Level, MediaKind, Role, Secrecy
from domain.words.own_home import is_inside

MAX_REPORT_CHARACTERS = 12_000
"""Characters one report may grow to over several messages; more is refused and what was said is kept."""
MAX_MEDIA = 10
KEPT = "kept"
"""What is awaited when words were not taken for a report: one tap, and they are. Also where files are noted beside a
question that is answered in words."""
KEPT_FOR = timedelta(hours=1)
ALBUM = "album"
"""What is awaited when nothing is asked and the rest of an album may still come; also where it is written down."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, voice, video, document or position. `file`: the key of what is kept of it; a position has none. `size`
    in bytes."""

    kind: MediaKind
    file: int | None
    size: int = 0
    latitude: float | None = None
    longitude: float | None = None


def files_named_in(written: object) -> Iterator[int]:
    """The keys of files in what was written down as JSON, wherever in it an `Attachment` stands."""
    if isinstance(written, Mapping):
        file = written.get("file")
        if isinstance(file, int):
            yield file
        for inner in written.values():
            yield from files_named_in(inner)
    elif isinstance(written, list):
        for inner in written:
            yield from files_named_in(inner)


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the report, so that an edit can find what it replaces."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Words and files that were kept aside. `loose`: it was asked which ticket they belong to, and more that is said
    goes with them. `pieces`: of several messages each, so that an edit finds its own."""

    words: str
    message_id: int
    media: tuple[Attachment, ...] = ()
    album: str | None = None
    loose: bool = False
    pieces: tuple[Part, ...] = ()

    @property
    def messages(self) -> Sequence[Part]:
        """What was written, message by message."""
        return self.pieces or (Part(self.message_id, self.words),)

    def with_more(self, new: "Kept") -> "Kept":
        """The same, and what was said after it."""
        return replace(self._of((*self.messages, *new.messages)), media=(*self.media, *new.media), album=new.album)

    def edited(self, message_id: int, words: str) -> "Kept | None":
        """As it is once that message says something else; None when it is none of these."""
        if all(piece.message_id != message_id for piece in self.messages):
            return None
        return self._of([Part(message_id, words) if one.message_id == message_id else one for one in self.messages])

    def _of(self, pieces: Sequence[Part]) -> "Kept":
        words = "\n".join(piece.text for piece in pieces if piece.text)
        return replace(self, words=words, pieces=tuple(pieces) if len(pieces) > 1 else ())


@dataclass(slots=True)
class Form:
    """What is known of a report that has not been filed."""

    parts: list[Part]
    media: list[Attachment]
    albums: list[str]
    category: str | None = None
    proposals: list[str] | None = None
    guess: str | None = None
    """The category the bot proposed first, whatever was chosen afterwards."""
    anyway: bool = False
    """«另报»: the reporter has seen what is known here and wants their own report."""
    group: str | None = None
    address: Address | None = None
    near: bool = False
    """Beside that address: in danger nobody is asked where exactly."""
    candidates: list[Address] | None = None
    browsing: int | None = None
    missed: bool = False
    """An answer to «where?» fitted no place; it is not asked a third time."""
    secrecy: Secrecy | None = None
    concerns: Role | None = None
    """Whom it complains of, by the words or by a press; they and everybody below them are passed over."""
    concerns_pressed: bool = False
    """A press settles it, whatever is written afterwards."""
    on_behalf: bool = False
    behalf_name: str | None = None
    behalf_phone: str | None = None
    behalf_door: str | None = None
    behalf_aware: Aware | None = None
    behalf_number_again: bool = False
    """A number of theirs was none, and was asked for once more."""
    recorded: bool = False
    channel: Channel = Channel.CHAT
    follows: int | None = None
    wants: "DraftQuestion | None" = None
    later: list[str] = field(default_factory=list)
    """Other troubles that came in the same message: reports of their own, one after the other."""
    settled: "list[DraftQuestion]" = field(default_factory=lambda: [*OPTIONAL[:1], *OPTIONAL[2:]])
    """Questions of `OPTIONAL` that are over: answered, or skipped. A draft that was written down before there were any
    is asked none of them, but for whom it is."""
    left_out: int = 0
    """Files that came beyond `MAX_MEDIA`: not taken, and the draft says so."""

    @classmethod
    def empty(cls) -> "Form":
        return cls([], [], [], settled=[])

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)

    @property
    def length(self) -> int:
        return sum(len(part.text) + 1 for part in self.parts)


class DraftQuestion(StrEnum):
    """What is asked next; PREVIEW means that nothing is missing."""

    WORDS = "words"
    CATEGORY = "category"
    PLACE = "place"
    NUMBER = "number"
    ROOM = "room"
    BEHALF = "behalf"
    BEHALF_DOOR = "behalf_door"
    BEHALF_PHONE = "behalf_phone"
    BEHALF_AWARE = "behalf_aware"
    SECRECY = "secrecy"
    PREVIEW = "preview"


OPTIONAL: tuple[DraftQuestion, ...] = (
    DraftQuestion.ROOM,
    DraftQuestion.BEHALF,
    DraftQuestion.BEHALF_DOOR,
    DraftQuestion.BEHALF_PHONE,
    DraftQuestion.BEHALF_AWARE,
)
"""Each is asked once, in this order, and none holds a report back: it can be sent without."""
OF_WHOM = frozenset(OPTIONAL) - {DraftQuestion.ROOM}
"""Those about whoever it is reported for."""
TYPED = frozenset({*OPTIONAL, DraftQuestion.WORDS, DraftQuestion.NUMBER}) - {DraftQuestion.BEHALF_AWARE}
"""Questions whose answer is words, whatever buttons stand under them."""
ANY_WORDS = TYPED & frozenset(OPTIONAL)
"""Those that greetings and single words may answer too: «老陈», «五零二», «不知道»."""


def next_question(form: Form, community: Community, directory: Directory) -> DraftQuestion:
    """Ask only what is missing, in the order a person would tell it; a question they opened themselves comes first."""
    if form.wants is not None:
        return form.wants
    if not form.text and not form.media:
        return DraftQuestion.WORDS
    if form.category is None or not community.offers(form.category):
        return DraftQuestion.CATEGORY
    if form.address is None or form.address.place_id not in directory.places:
        return DraftQuestion.PLACE
    if needs_number(form.address, directory):
        return DraftQuestion.NUMBER
    return next(
        (one for one in OPTIONAL if one not in form.settled and _is_open(one, form, community, directory)),
        DraftQuestion.PREVIEW,
    )


def _is_open(question: DraftQuestion, form: Form, community: Community, directory: Directory) -> bool:
    """Is there something to ask, and is it not known?"""
    match question:
        case DraftQuestion.ROOM:
            return asks_for_a_room(form, community, directory)
        case DraftQuestion.BEHALF:
            return form.on_behalf and form.behalf_name is None
        case DraftQuestion.BEHALF_DOOR:
            asked = DraftQuestion.ROOM in form.settled or (form.address is not None and form.address.room is not None)
            return form.on_behalf and form.behalf_door is None and not asked
        case DraftQuestion.BEHALF_PHONE:
            return form.on_behalf and form.behalf_phone is None
        case _:
            return form.on_behalf and form.behalf_aware is None


def asks_for_a_room(form: Form, community: Community, directory: Directory) -> bool:
    """What happens inside a flat, by its category or by its words, in a building whose flat is not known. Danger is
    not held up by it, and a dispute needs no door."""
    if form.category is None or form.address is None or form.near or not has_flats(form.address, directory):
        return False
    category = community.category(form.category)
    if category.grade is Grade.P0 or category.kind not in (Kind.REPAIR, Kind.BOTH):
        return False
    return category.inside or is_inside(form.text)


def send_as_it_is(form: Form) -> None:
    """«提交» under a question that may stay open: whatever else could be asked is over."""
    form.settled = [*OPTIONAL]


def needs_number(address: Address, directory: Directory) -> bool:
    """On a street that several stewards share, the house number decides who answers."""
    return address.number is None and directory.has_ranges(address.place_id)


def decided_below(address: Address, directory: Directory) -> bool:
    """Of a compound whose buildings have stewards of their own, which building decides who answers."""
    place = directory.places[address.place_id]
    if place.level is not Level.COMPOUND or address != Address(place.id):
        return False
    below = {child.id for child in directory.children(place.id)}
    return any(cover.place_id in below for cover in directory.coverage)


def default_secrecy(kind: Kind) -> Secrecy:
    """Repairs by name; disputes hidden from the other party."""
    return Secrecy.FROM_OTHER_PARTY if kind is Kind.DISPUTE else Secrecy.NORMAL


def secrecy_of(form: Form, community: Community) -> Secrecy:
    """The reporter's choice, else the default of the matter."""
    if form.secrecy is not None or form.category is None:
        return form.secrecy or Secrecy.NORMAL
    return default_secrecy(community.category(form.category).kind)


def place_choices(form: Form, directory: Directory) -> Sequence[Address]:
    """What the place question offers: what the words might mean, else the next step down the tree."""
    if form.candidates:
        return form.candidates
    here = form.browsing if form.browsing is not None else (directory.root.id if directory.root else None)
    if here is None:
        return []
    return [Address(place.id) for place in _below(here, directory)]


def _below(place_id: int, directory: Directory) -> Iterator[Place]:
    """The next places that people know: nobody lives in a grid."""
    for place in directory.children(place_id):
        if place.level is Level.GRID:
            yield from _below(place.id, directory)
        else:
            yield place
