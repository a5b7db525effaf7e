"""Everything that is not about one ticket: welcome, help, language, danger, posts, who answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.notices.notices import (
    GroupOnly,
    Help,
    LanguageChoice,
    MenuOfPosts,
    Say,
    Sorry,
    Welcome,
    WhoAnswers,
)
from domain.places.place_reading import read_place
from domain.posts.directory import Address
from domain.posts.routing import Look, Why, route
from domain.views import TicketView
from messages.drawing.buttons import ANYWHERE, Button, Labelled, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST, a_page
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from messages.drawing.way_out import LINE_ALONE, SAID, way_out, way_out_line
from messages.tickets.loose_screens import called
from messages.tickets.ticket_screens import office_phone

MOST_USED = ("todo", "digest", "record", "find", "my", "steward", "leave")
"""Commands that stand in front, for whom they are; whoever only reports finds theirs among them."""
NO_BUTTON = frozenset({"start", "help", "cancel"})
"""Commands that lead to where somebody is already."""


def _lines(*lines: Html | None) -> Html:
    return Html("\n".join(line for line in lines if line))


def welcome(notice: Welcome, frame: Frame) -> Screen:
    """One short screen: Chinese with an English line, or the other way round until a language was chosen."""
    texts, reader = frame.texts, frame.reader
    place = frame.directory.places.get(notice.place_id) if notice.place_id is not None else None
    here = texts.say("welcome-place", place=frame.directory.name(Address(place.id))) if place else None
    other = None if reader.chose_language else texts.say("welcome-english")
    mine = [(texts.label("button-my"), Button(ANYWHERE, "my", arg="0"))]
    if reader.roles:
        mine.insert(0, (texts.label("command-todo"), Button(ANYWHERE, "todo", arg="0")))
    others = [button for button in language_buttons(texts) if button[1].arg != texts.language]
    return Screen(_lines(here or texts.say("welcome"), other), [[*mine, *others]])


def language_buttons(texts: Texts) -> list[tuple[str, Button]]:
    """Every language by its own name."""
    every = texts.catalogs
    return [(every[code]["language-name"], Button(ANYWHERE, "language", arg=code)) for code in every.languages]


def help_screen(notice: Help, frame: Frame) -> Screen:
    """What to write, and buttons for what is done most; the rest, and all commands as one types them, behind «更多»."""
    texts = frame.texts
    front, rest = _front(notice.commands), [name for name in notice.commands if name not in NO_BUTTON]
    rest = [name for name in rest if name not in front]
    if notice.page is not None:
        listed = Html("\n".join(f"/{name}　{texts.say(f'command-{name}')}" for name in notice.commands))
        text = Html(f"{texts.say('help-more')}\n<blockquote expandable>{listed}</blockquote>")
        back = (texts.label("button-back"), Button(ANYWHERE, "help"))
        return Screen(text, a_page(_commands(rest, texts), notice.page, _help_page, texts, back))
    unknown = texts.say("help-unknown", command=notice.unknown) if notice.unknown else None
    more = [(texts.label("button-more"), _help_page(0))] if rest else []
    screen = Screen(_lines(unknown, texts.say("help")), pairs([*_commands(front, texts), *more]))
    in_words = notice.unknown is not None or notice.guessed
    return way_out(screen, texts) if in_words else screen


def _front(commands: Sequence[str]) -> list[str]:
    return [name for name in commands if name in MOST_USED][: MOST - 1]


def _commands(names: Sequence[str], texts: Texts) -> list[Labelled]:
    return [(texts.label(f"command-{name}"), Button(ANYWHERE, "command", arg=name)) for name in names]


def _help_page(page: int) -> Button:
    return Button(ANYWHERE, "help", arg=str(page))


def say(notice: Say, frame: Frame) -> Screen:
    """A sentence by its key. `followed`: whoever has joined a neighbour's report may have done so by mistake."""
    screen = _sentence(notice, {}, frame)
    if (followed := notice.values.get("followed")) is None:
        return screen
    slip = (frame.texts.label("button-undo"), Button(ANYWHERE, "undo-follow", arg=str(followed)))
    return replace(screen, rows=[[slip]])


def say_about(view: TicketView, notice: Say, frame: Frame) -> Screen:
    """A sentence about a ticket, which may name its number and its times."""
    texts = frame.texts
    about = {
        "number": view.number,
        "who": called(view, texts),
        "claim": texts.when(view.claim_due, frame.now),
        "resolve": texts.when(view.resolve_due, frame.now),
        "until": texts.when(view.waiting_until, frame.now),
    }
    return _sentence(notice, about, frame)


def _sentence(notice: Say, about: Mapping[str, str], frame: Frame) -> Screen:
    """Values named *_key are texts themselves, *_time are instants."""
    texts = frame.texts
    values: dict[str, object] = {"office": office_phone(frame), **about}
    for name, value in notice.values.items():
        if name.endswith("_key"):
            values[name.removesuffix("_key")] = texts.say(str(value))
        elif name.endswith("_time"):
            instant = datetime.fromisoformat(str(value)) if value else None
            values[name.removesuffix("_time")] = texts.when(instant, frame.now)
        else:
            values[name] = value
    screen = Screen(texts.say(notice.key, **values))
    if notice.key in SAID:
        return way_out(screen, texts)
    return way_out_line(screen, texts) if notice.key in LINE_ALONE else screen


def group_only(_notice: GroupOnly, frame: Frame) -> Screen:
    """The link alone."""
    return Screen(frame.texts.say("group-only", link=frame.link()))


def sorry(notice: Sorry, frame: Frame) -> Screen:
    """Our fault, with the incident's number."""
    texts = frame.texts
    return way_out(Screen(texts.say("sorry", incident=notice.incident)), texts)


def language_choice(_notice: LanguageChoice, frame: Frame) -> Screen:
    """/language"""
    texts = frame.texts
    return Screen(texts.say("language-which"), [language_buttons(texts)])


def menu_of_posts(notice: MenuOfPosts, frame: Frame) -> Screen:
    """The commands of whoever holds a post, in the menu of that one chat."""
    texts = frame.texts
    return Screen(menu=[(name, texts.label(f"command-{name}")) for name in notice.commands])


def who_answers(names: Mapping[int, str], notice: WhoAnswers, frame: Frame) -> Screen:
    """A match explained step by step."""
    return Screen("\n".join(explain(notice.text, names, frame)))


def explain(text: str, names: Mapping[int, str], frame: Frame) -> list[Html]:
    """The lines of `louzhang who` and /who. `names`: of whoever holds posts."""
    texts = frame.texts
    reading = read_place(text, frame.directory, frame.community)
    if not reading.addresses:
        return [texts.say("who-unknown", text=text)]
    lines = [texts.say("who-several", text=text)] if len(reading.addresses) > 1 else []
    for address in reading.addresses[:3]:
        found = route(frame.directory, address, frame.now)
        lines.append(texts.say("who-head", place=frame.directory.name(address)))
        lines += [_look_line(n, look, names, texts) for n, look in enumerate(found.looks, 1)]
        if found.person_id is None:
            lines.append(texts.say("who-nobody"))
    return lines


def _look_line(n: int, look: Look, names: Mapping[int, str], texts: Texts) -> Html:
    name = names.get(look.person_id or 0, "") if look.why is not Why.VACANT else ""
    return texts.say(f"who-{look.why}", n=n, post=look.post.title, name=name)
