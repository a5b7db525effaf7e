"""/register for the chain: a place in numbers, its doors, slips, and what is put right."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.notices.notices import Say
from domain.notices.register_notices import (
    ChangeToDecide,
    MyHousehold,
    RegisterDoor,
    RegisterDoors,
    RegisterOf,
    RegisterPlaces,
    RegisterWaiting,
    SlipsAsked,
)
from domain.places.place_reading import read_place
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.register.doors import HouseholdKind
from domain.words.sayings import listed
from handlers.pressing import number_in, page_in
from handlers.subject import Command, Press, Question, Takes
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from services.register.correcting import (
    AREA,
    DECIDES_CORRECTIONS,
    KIND,
    LET,
    NO,
    OWNER,
    YES,
    decide_correction,
    propose_correction,
    readable,
)
from services.register.doors import end_household
from services.register.looking import note_look
from storage.models import Awaited
from subjects.register.rules import LETTER, LISTS, READS_REGISTER
from subjects.register.service.doors import acts_at, doors_for, own_places, seen_door, typed_door
from subjects.register.service.slips import plan_slips, print_slip, print_slips

SAID_FOR_REGISTER = ("看户册", "户册管理", "查户册", "the register", "show the register")
MAX_TYPED_DOOR = 10
"""Characters: «12单元1001室»."""
_SOON = timedelta(hours=1)


def register(turn: Turn) -> None:
    """/register 1号楼1单元; without a place one's own, or which of them? Residents read their own household."""
    work, person = turn.work, turn.person
    if not work.may(person, READS_REGISTER):
        turn.answer(MyHousehold())
        return
    _, _, words = turn.words.partition(" ") if turn.words.startswith("/") else ("", "", "")
    own = own_places(work, person)
    if not words.strip() and len(own) > 1:
        turn.answer(RegisterPlaces())
        return
    named = [Address(one) for one in own if work.directory.places[one].name == words.strip()]
    if not words.strip():
        named = [Address(own[0])]
    found = named or read_place(words, work.directory, work.community).addresses
    if len(found) != 1:
        raise Refusal("register-refused-place")
    _show(turn, found[0])


def _show(turn: Turn, address: Address) -> None:
    """A door where one is named, else its place in numbers."""
    if address.room is not None:
        note_look(turn.work, turn.person.id, address.place_id, "door")
        turn.answer(RegisterDoor(typed_door(turn.work, address, turn.person)))
    elif not doors_for(turn.work, address.place_id, turn.person):
        own = turn.work.directory.standing(turn.person.id, address, turn.work.now)
        raise Refusal("register-refused-none" if own else "register-refused-unknown")
    else:
        turn.answer(RegisterOf(address.place_id))


def _places(turn: Turn, button: Button) -> None:
    turn.redraw(RegisterPlaces(page_in(button.arg)))


def _of(turn: Turn, button: Button) -> None:
    if not doors_for(turn.work, button.subject_id, turn.person):
        raise Refusal("register-refused-unknown")
    turn.redraw(RegisterOf(button.subject_id))


def _lists(which: str) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        _open_list(turn, button.subject_id, which, 0)

    return press


def _list(turn: Turn, button: Button) -> None:
    which, _, page = button.arg.partition(".")
    _open_list(turn, button.subject_id, which, page_in(page))


def _open_list(turn: Turn, place_id: int, which: str, page: int) -> None:
    """It is written down that somebody has looked (collective.md 1.6)."""
    if which not in LISTS or not doors_for(turn.work, place_id, turn.person):
        raise Refusal("register-refused-unknown")
    note_look(turn.work, turn.person.id, place_id, which)
    turn.redraw(RegisterDoors(place_id, which, page))


def _alter(turn: Turn, button: Button) -> None:
    """«改一户»: which? Pressed, or its room as words."""
    _open_list(turn, button.subject_id, "all", 0)
    turn.ask(WHICH_DOOR, place=button.subject_id)


def _door_said(turn: Turn, awaited: Awaited) -> None:
    """Its room alone, or as its button has it: «505», «505室», «1单元505»."""
    place_id, directory = number_in(str(awaited.detail["place"])), turn.work.directory
    found = read_place(turn.words, directory, turn.work.community, within=place_id).addresses
    inside = [one for one in found if one.room is not None and one.place_id in directory.below(place_id)]
    room = turn.words.strip().removesuffix("室").removesuffix("房").removesuffix("号")
    _show(turn, inside[0] if len(inside) == 1 else Address(place_id, room=room))


def _is_short(turn: Turn) -> bool:
    """A room, and no report."""
    return len(turn.words.strip()) <= MAX_TYPED_DOOR and any(one.isdigit() for one in turn.words)


WHICH_DOOR = Question(
    "register_which_door", _door_said, waits=timedelta(minutes=10), takes=Takes.WORDS, danger=False, fits=_is_short,
    asks=lambda _turn, awaited: RegisterDoors(number_in(str(awaited.detail["place"])), "all"),
)  # fmt: skip


def _door(turn: Turn, button: Button) -> None:
    row = seen_door(turn.work, button.subject_id, turn.person)
    note_look(turn.work, turn.person.id, row.place_id, "door")
    turn.redraw(RegisterDoor(row.id))


def _door_more(turn: Turn, button: Button) -> None:
    """«更多» of the office."""
    turn.redraw(RegisterDoor(seen_door(turn.work, button.subject_id, turn.person).id, ask="more"))


def _gone(turn: Turn, button: Button) -> None:
    """«这户没有了»: asked back first."""
    if not turn.work.may(turn.person, DECIDES_CORRECTIONS):
        raise Refusal("refused-needs-office")
    turn.redraw(RegisterDoor(seen_door(turn.work, button.subject_id, turn.person).id, ask="gone"))


def _gone_yes(turn: Turn, button: Button) -> None:
    row = end_household(turn.work, button.subject_id, by=turn.person)
    turn.redraw(Say("register-gone", {"door": turn.work.directory.name(row.address)}))


# Putting right


def _sets(what: str, value: str) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        seen_door(turn.work, button.subject_id, turn.person)
        propose_correction(turn.work, button.subject_id, what, value, turn.person)
        turn.redraw(RegisterDoor(button.subject_id, lead="noted"))

    return press


def _asks(what: str) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        row = seen_door(turn.work, button.subject_id, turn.person)
        if not acts_at(turn.work, row, turn.person):
            raise Refusal("register-refused-unknown")
        turn.ask(VALUE, door=row.id, what=what)
        turn.say(_ASKED[what])

    return press


_ASKED: Mapping[str, str] = {AREA: "register-say-area", OWNER: "register-say-owner"}


def _value_said(turn: Turn, awaited: Awaited) -> None:
    door, what = number_in(str(awaited.detail["door"])), str(awaited.detail["what"])
    if readable(what, turn.words) is None:
        turn.ask_again(VALUE, awaited)
        turn.say("register-refused-area" if what == AREA else "register-refused-owner")
        return
    change = propose_correction(turn.work, door, what, turn.words, turn.person)
    turn.answer(RegisterDoor(door, lead="noted" if change.decided_at is not None else "asked"))


VALUE = Question(
    "register_value",
    _value_said,
    waits=_SOON,
    takes=Takes.WORDS,
    asks=lambda _turn, awaited: Say(_ASKED[str(awaited.detail["what"])]),
)


def _decide(turn: Turn, button: Button) -> None:
    """Its card, from the list."""
    turn.answer(ChangeToDecide(button.subject_id))


def _decides(agreed: bool) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        decide_correction(turn.work, button.subject_id, agreed, by=turn.person)
        turn.redraw(Say("register-done-change" if agreed else "register-done-keep"))

    return press


def _waiting(turn: Turn, button: Button) -> None:
    turn.redraw(RegisterWaiting(page_in(button.arg)))


# Slips


def _slips(turn: Turn, button: Button) -> None:
    """«印户码单»: how many, and what ends by it?"""
    plan_slips(turn.work, button.subject_id, turn.person)
    turn.redraw(SlipsAsked(button.subject_id))


def _print(*, anew: bool) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        made = print_slips(turn.work, button.subject_id, anew=anew, by=turn.person)
        note_look(turn.work, turn.person.id, button.subject_id, "slips")
        turn.redraw(Say("register-slips-coming", {"n": len(made.codes)}))
        turn.answer(made)

    return press


def _slip(turn: Turn, button: Button) -> None:
    turn.answer(print_slip(turn.work, button.subject_id, by=turn.person))


COMMANDS = (Command("register", register, READS_REGISTER, said=SAID_FOR_REGISTER),)
QUESTIONS = (WHICH_DOOR, VALUE)
PRESSES = (
    Press(ANYWHERE, "register-places", _places, held=None),
    Press(ANYWHERE, "register-waiting", _waiting, held=None),
    Press(LETTER, "of", _of, held=None),
    Press(LETTER, "list", _list, held=None),
    Press(LETTER, "no_area", _lists("no_area"), listed("缺面积的/without an area")),
    Press(LETTER, "meet", _lists("waiting"), listed("核实一人/verify somebody")),
    Press(LETTER, "see_doors", _lists("all"), listed("看各户/see the doors")),
    Press(LETTER, "alter", _alter, listed("改一户/put a door right")),
    Press(LETTER, "door", _door, held=None),
    Press(LETTER, "door_more", _door_more, held=None),
    Press(LETTER, "gone", _gone, listed("这户没有了/没有这户了/no such door now")),
    Press(LETTER, "gone_yes", _gone_yes, under_it=listed("确定/是的/yes")),
    Press(LETTER, "is_let", _sets(LET, YES), listed("租出去了/出租了/it is let")),
    Press(LETTER, "not_let", _sets(LET, NO), listed("不出租了/it is not let")),
    Press(LETTER, "is_shop", _sets(KIND, HouseholdKind.SHOP), listed("是门面/是商铺/it is a shop")),
    Press(LETTER, "is_flat", _sets(KIND, HouseholdKind.FLAT), listed("是住宅/it is a flat")),
    Press(LETTER, "area", _asks(AREA), listed("改面积/change the area")),
    Press(LETTER, "wrong_area", _asks(AREA), listed("报面积/report the area")),
    Press(LETTER, "owner_key", _asks(OWNER), listed("改业主号/change the owner number")),
    Press(LETTER, "slip", _slip, listed("印这一户/print this one")),
    Press(LETTER, "slips", _slips, listed("印户码单/print the slips")),
    Press(LETTER, "slips_all", _print(anew=True)),
    Press(LETTER, "slips_new", _print(anew=False)),
    Press(LETTER, "decide", _decide),
    Press(LETTER, "change", _decides(True), listed("改过来/put it right")),
    Press(LETTER, "keep", _decides(False), listed("不改/leave it")),
)
