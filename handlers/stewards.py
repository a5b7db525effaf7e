"""/steward, /who and /phone: who answers for a place, may their telephone be shown, and «请他联系我»."""

from domain.notices.notices import Say, WhoAnswers
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.words.sayings import listed
from handlers.subject import Command, Press, Subject
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from services.posts.stewards import contact_wanted, notice_of, place_asked_for


def steward(turn: Turn) -> None:
    """/steward, or /steward 2号楼: of the place named, else of one's home."""
    _, _, words = turn.words.partition(" ")
    turn.answer(notice_of(place_asked_for(turn.work, turn.person, words.strip())))


def who_answers_here(turn: Turn, words: str) -> None:
    """The same asked in a sentence; its words are kept, should it be a report."""
    turn.answer(notice_of(place_asked_for(turn.work, turn.person, words), kept=True))


def who(turn: Turn) -> None:
    """/who ADDRESS: why a report from there goes where it goes. For posts and administrators: it names people."""
    if not turn.work.may(turn.person, Right.LOOK_UP):
        raise Refusal("refused-only-posts")
    _, _, text = turn.words.partition(" ")
    if text.strip():
        turn.answer(WhoAnswers(text.strip()[:200]))
    else:
        turn.say("who-usage")


def phone(turn: Turn) -> None:
    """/phone: whoever holds a post lets residents see their telephone number, or no longer."""
    if not turn.work.directory.posts_of(turn.person.id, turn.work.now):
        raise Refusal("refused-only-posts")
    contact = turn.work.people.contact(turn.person.id)
    if not turn.person.shows_phone and (contact is None or not contact.phone):
        raise Refusal("refused-no-phone")
    turn.person.shows_phone = not turn.person.shows_phone
    turn.say("phone-on" if turn.person.shows_phone else "phone-off")


def _contact(turn: Turn, button: Button) -> None:
    """«请他联系我»"""
    contact_wanted(turn.work, _address(button.arg), turn.person)
    turn.answer(Say("done-contact"))


def _address(arg: str) -> Address:
    place, _, rest = arg.partition(".")
    number, _, sub_number = rest.partition(".")
    if not (place.isascii() and place.isdigit() and len(place) < 19 and (number.isdigit() or not number)):
        raise Refusal("refused-old-button")
    return Address(int(place), int(number) if number and len(number) < 9 else None, sub_number or None)


STEWARDS = Subject(
    "stewards",
    commands=(
        Command("steward", steward),
        Command("who", who, Right.LOOK_UP),
        Command("phone", phone, Right.HOLD_A_POST),
    ),
    presses=(
        Press(
            ANYWHERE, "contact", _contact, listed("联系我/让他联系我/叫他联系我/请他打给我/let them call me"), held=None
        ),
    ),
)
