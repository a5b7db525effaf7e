"""Agreements that no linter knows: texts, buttons, settings, and who may commit."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.catalogs import CATALOGS
from bot.settings import Settings
from bot.subjects import MATTERS, SUBJECTS, WINGS
from domain.community import Community, EmergencyNumber, GradeLimits
from domain.digest.digest import BUTTONS, Reason
from domain.digest.digest import Section as Part
from domain.matters.asks import OPEN_ASKS, AskState, AskTold, DeclineReason, GoesAlong
from domain.matters.bundles import BundledLine
from domain.notices.notice import Notice
from domain.places.finding import Which
from domain.posts.routing import Why
from domain.posts.set_up_views import Presence
from domain.privacy import KeptBecause
from domain.tickets.already import Known
from domain.tickets.approvals import Asked, Decision, RejectReason
from domain.tickets.late_words import LateChoice
from domain.tickets.lifecycle import STEPS
from domain.tickets.restrictions import Restriction
from domain.tickets.told import BECAUSE, TOLD, Told
from domain.tickets.told import Side as Standing
from domain.tickets.undoing import UNDOABLE
from domain.time.ladder import Does, Rung
from domain.vocabulary import (
    ENDED_STATES,
    Action,
    Aware,
    Channel,
    Closing,
    Entrusted,
    Grade,
    HeldAs,
    Rating,
    Result,
    ReturnReason,
    Role,
    Secrecy,
    SetUpAct,
    State,
    StreetSide,
)
from domain.vocabulary import WaitingReason as Waiting
from domain.words.categories import Category, Group
from domain.words.danger import Danger, DangerWords
from domain.words.meaning import MeaningWords
from handlers.asks import ASKS
from handlers.bundles import BUNDLES
from handlers.subject import Press, Subject
from messages.asks.ask_parts import ON_ASK
from messages.digest.digest_screens import NUMBERS
from messages.digest.digest_words import NOT_COUNTED_YET
from messages.drawing.buttons import ANYWHERE, EMERGENCY, MAX_BYTES, ON_DRAFT, ON_TICKET, Button
from messages.drawing.catalogs import entries_in, opened
from messages.drawing.texts import Texts
from messages.drawing.translating import fault_of
from messages.matters.matter_screens import ON_MATTER
from messages.tickets.card_buttons import OF_HANDLERS, OF_REPORTERS
from messages.tickets.danger_screens import KINDS
from playground.formatting import parse_html
from services.matters.bundle_lines import TOLD_TO_REPORTER
from storage.settings.community import packaged_settings
from storage.unit_of_work import UnitOfWork

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "subjects", "handlers", "messages", "services", "storage", "domain")
COMMUNITY = packaged_settings()
NASTY = '<b>Eve & "_*[x`'
LARGEST = 2**63 - 1


KEYS = sorted(CATALOGS["zh"])


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def calls(*rooms: str) -> tuple[tuple[str, ast.Call], ...]:
    """Every call in these rooms, by the last name of what is called."""

    def found() -> Iterator[tuple[str, ast.Call]]:
        for room in rooms:
            for path in sorted((ROOT / room).rglob("*.py")):
                for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                        yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node

    return tuple(found())


def words_in(node: ast.AST) -> set[str]:
    """The literal words of an expression, those of `a if … else b` too; of f-strings none."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return words_in(node.body) | words_in(node.orelse)
    return set()


def literals(names: str, position: int = 0) -> set[str]:
    """The literal words that calls of these names are given at a position."""
    wanted = names.split()
    given = (node.args[position] for name, node in calls(*ROOMS) if name in wanted and len(node.args) > position)
    return set().union(*(words_in(node) for node in given))


def actions(kind: str) -> set[str]:
    """The literal actions of buttons of a kind, by the name of its constant."""
    made = (node.args for name, node in calls(*ROOMS) if name == "Button" and len(node.args) > 1)
    given = [args[1] for args in made if isinstance(args[0], ast.Name) and args[0].id == kind]
    return set().union(*map(words_in, given))


DRAFT_ACTIONS = literals("press back self") | {"preview"}  # a word that has a name: where «返回» leads
TICKET_ACTIONS = (
    {*actions("ON_TICKET"), *literals("answer", 1), *literals("to_them")}
    | {one.action or one.name for one in (*OF_HANDLERS, *OF_REPORTERS)}
    | {"more", "less"}  # the door of a card, whose words have names
)
LEAD_ON = {"meant", "meant-so"}  # to a ticket's button, of several that somebody's words may mean
MENU_ACTIONS = actions("ANYWHERE") | {"my", "todo", EMERGENCY} | LEAD_ON  # the pages of lists; a word that has a name
LABELLED = {one.name for one in (*OF_HANDLERS, *OF_REPORTERS) if not one.label}

HEARD = {str(action) for action, row in TOLD.items() if any(row[side] is Told.NEWS for side in Standing)} - {
    Action.ESCALATE,
    Action.UNDO,
}
BY_THE_CLOCK = {"escalate-remind", "escalate-told", "escalate-taken-over"}
TO_FOLLOWERS = {str(action) for action, row in TOLD.items() if row.followers is Told.NEWS} - {Action.UNDO}
TAKEN_IN = {str(action) for action, row in TOLD.items() if row.target in (Told.NEWS, Told.CARD)}
SAID_ON = {"note-corrected", "follow-again"}
"""Words that go on from others or put them right."""
SLIPS = {f"undo-{action}" for action in UNDOABLE}
RATES = {"response", "on_time", "solved", "satisfied"}

FAMILIES: dict[str, set[str]] = {
    "state-": {*State},
    "state-closed-": {*Closing},
    "role-": {*Role},
    "waiting-": {*Waiting},
    "result-": {*Result},
    "rating-": {*Rating},
    "return-": {*ReturnReason},
    "secrecy-": {*Secrecy},
    "held-": {*HeldAs},
    "who-": {*Why},
    "day-": {"tomorrow", "after", "longest"},
    "card-recorded-": {Channel.PHONE, Channel.DOOR, Channel.CHAT},
    "card-secret-": {*Secrecy} - {Secrecy.NORMAL},
    "news-": {*HEARD, *BY_THE_CLOCK, *SAID_ON}
    | {"reroute-nobody", "confirm-verify", "resolve-tell", "resolve-done", "merge-tell", "unlink-tell", "unlink-alone"}
    | {"return-tell", "reopen-tell", "correct-tell"}
    | {"wait-parked", "taken", "taken-help"}
    | {"undo-claim", "undo-resolve", *(f"{slip}-tell" for slip in SLIPS)},
    "did-": {"relocate-renamed", *SAID_ON, *SLIPS}
    | {str(action) for action in (*STEPS, Action.FILE) if action not in (Action.ESCALATE, Action.TAKE_IN, Action.UNDO)},
    "did-take_in-": TAKEN_IN,
    "did-escalate-": {*Does},
    "follower-": {*TO_FOLLOWERS, "wait-parked", "undo-claim", "undo-resolve"},
    "done-undo-": {*UNDOABLE},
    "late-": {*ENDED_STATES},
    "nothing-to-": {"nudge", "withdraw"},
    "press-which-": {"nudge", "withdraw"},
    "done-": {late for late in LateChoice if late not in (LateChoice.AGAIN, LateChoice.NEW)},
    "button-late-": {*LateChoice},
    "known-": {*Known},
    "known-line-": {*Known},
    "morning-": {"overdue", "today", "half", "waiting", "told"},
    "blocked-": {"parts", "owner", "money", "body", "not-mine", "no-time"},
    "what-": {"new", "claimed"},
    "choose-": literals("Choose"),
    "office-": literals("OfficeChoice"),
    "asked-": {*Asked},
    "aware-": {*Aware},
    "button-aware-": {Aware.KNOWS, Aware.NOT_YET},
    "reject-": {*RejectReason},
    "grade-": {*Grade},
    "restrict-": {*Restriction},
    "restricted-": {*Restriction},
    "restricted-still-": {*Restriction},
    "decision-": {*Decision} - {Decision.WAITING},
    "which-": {*Which},
    "ask-": {what.partition(":")[0] for what in literals("AskWords")} | {"add", "not_solved", "reopen", "return"},
    "presence-": {*Presence} - {Presence.HERE},
    "side-": {*StreetSide} - {StreetSide.ALL},
    "act-": {*SetUpAct},
    "why-": {*Entrusted},
    "entrusted-": {*Entrusted} | {"back"},
    "poster-step-": {"1", "2", "3"},
    "unreachable-": literals("OtherSideUnreachable", 1),
    "toast-": literals("toast"),
    "digest-": {"vacant", "unreachable", "nobody", "quiet"},
    "digest-word-": {*BUTTONS, *NUMBERS},
    "digest-why-": {*Reason},
    "digest-rate-": RATES,
    "digest-before-": RATES,
    "table-": {"number", "category", "place", "reporter", "grade", "state", "filed", "claimed", "resolved", "ended"},
    "command-": {*SUBJECTS.commands},
    "button-": LABELLED | {*Rating} | {action for action in DRAFT_ACTIONS if f"button-{action}" in KEYS},
    "kept-": {*KeptBecause},
    "button-by-": {Channel.PHONE, Channel.DOOR},
    "button-secrecy-": {*Secrecy},
    "button-emergency-": {"danger", "harm"},
    "button-kind-": {*KINDS},
    "asks-button-": {"accept", "decline", "done", "answer", "question", "reply", "colleague", "recall", "arrive"},
    "asks-come-": {*AskState, "arrived", "to"},
    "asks-lead-": {"recalled", "agreed", "passed", "passed_on", "remind", "moved"},
    "asks-standing-": {*AskState},
    "asks-state-": {*AskState},
    "asks-reason-": {*DeclineReason},
    "asks-news-": {*AskTold} | {f"{AskTold.ACCEPT}-rests", f"{AskTold.DONE}-letter"},
    "asks-step-": {*AskTold},
    "asks-along-": {*GoesAlong},
    "asks-agreed-": {*GoesAlong},
    "asks-on-card-": {*AskState},
    "asks-list-": {*OPEN_ASKS},
    "asks-together": {"", "-name"},
    "bundles-line-": {*BundledLine, f"{BundledLine.ASK_DUE}-accepted", f"{BundledLine.RESULT}-alone"},
    "bundles-help-": {*TOLD_TO_REPORTER},
    "digest-uncounted-": {*NOT_COUNTED_YET},
}
"""Keys that are put together: what stands in front, and everything that may follow. A wing's are told beside its
stories."""

for wing in WINGS:
    if find_spec(told := f"tests.stories.{wing.name}.told") is not None:
        FAMILIES |= getattr(import_module(told), "FAMILIES", {})

MADE = {front + str(rest) for front, members in FAMILIES.items() for rest in members}


def test_every_put_together_key_belongs_to_a_known_family() -> None:
    fronts = set()
    for _, node in calls(*ROOMS):
        for part in (*node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                front = str(part.values[0].value)
                if any(key.startswith(front) for key in KEYS) and front.endswith("-"):
                    fronts.add(front)
    assert fronts <= set(FAMILIES)


def test_every_language_says_every_text_itself() -> None:
    assert set(CATALOGS.languages) >= {"zh", "en"}
    assert not {language: keys for language, keys in CATALOGS.missing.items() if keys}
    for folder in CATALOGS.folders:
        assert {file.stem for file in folder.glob("*.po")} == set(CATALOGS.languages), folder


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_a_text_has_the_placeholders_and_tags_that_it_has_in_chinese(language: str) -> None:
    assert {key: fault for key in KEYS if (fault := fault_of(key, CATALOGS[language][key], CATALOGS["zh"][key]))} == {}


def test_the_files_stand_as_they_are_written_again_with_the_same_headings_in_each_language() -> None:
    for folder in CATALOGS.folders:
        for file in folder.glob("*.po"):
            assert str(opened(file)) == file.read_text("utf-8"), file
            chinese = [(entry.msgid, entry.tcomment) for entry in entries_in(folder / "zh.po")]
            assert [(entry.msgid, entry.tcomment) for entry in entries_in(file)] == chinese, file


def test_every_key_that_is_used_is_there() -> None:
    used = literals("say label has Refusal Say Remark DraftScreen") | literals("_done give_card ask TicketCard", 1)
    used |= literals("give_card ask", 3)
    assert len(used) > 120
    assert {key for key in used | MADE if re.fullmatch(r"[a-z_]+(-\S+)?", key)} - set(KEYS) == set()


def test_every_key_that_is_there_is_used() -> None:
    written = {
        node.value
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    lists = {f"{name}-{what}" for name in ("my", "todo") for what in ("head", "empty")}
    assert set(KEYS) - written - MADE - lists == set()


def test_every_refusal_fills_its_sentence() -> None:
    found = 0
    for name, node in calls(*ROOMS):
        if name == "Refusal" and node.args:
            for key in words_in(node.args[0]):
                found += 1
                given = {(keyword.arg or "").removesuffix("_key") for keyword in node.keywords}
                assert placeholders(CATALOGS["zh"][key]) <= given, key
    assert found > 20


def test_every_sentence_that_is_said_is_filled() -> None:
    always, about_a_ticket = {"office"}, {"number", "claim", "resolve", "until"}
    found = 0
    for name, node in calls("messages", "handlers"):
        given = {(keyword.arg or "**").removesuffix("_key").removesuffix("_time") for keyword in node.keywords}
        if name not in ("say", "label", "_done") or "**" in given:
            continue
        if name == "_done" or "ticket_id" in given:
            given |= about_a_ticket
        for key in words_in(node.args[1 if name == "_done" else 0]) & set(KEYS):
            found += 1
            assert placeholders(CATALOGS["zh"][key]) <= given | always, key
    assert found > 100


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_text_is_html_that_telegram_takes_whatever_is_filled_in(language: str) -> None:
    texts = Texts(CATALOGS, language, "Asia/Shanghai")
    for key in KEYS:
        names = placeholders(CATALOGS[language][key])
        said = texts.say(key, **dict.fromkeys(names, NASTY))
        text, _ = parse_html(said)
        assert text.count(NASTY) >= len(names), key
        assert len(text) < 2048, key


@pytest.mark.parametrize("category", COMMUNITY.categories, ids=lambda category: category.code)
def test_every_category_speaks_both_languages(category: Category) -> None:
    for names in (category.name, category.advice):
        if names is not None:
            assert set(names) == set(CATALOGS.languages)
            assert all(text.strip() for text in names.values())
    assert category.words
    assert category.words_en


ROOMS = ("bot", "subjects", "handlers", "messages", "services", "storage", "domain")
READS_UPDATES = {
    "bot/telegram/parsing.py": "the one parser: the library's, told what of an update is read at all",
    "bot/telegram/reading.py": "the library's own matchers, and what they have found",
    "bot/telegram/soundness.py": "it checks, and gives nothing",
    "bot/telegram/parsed.py": "an update's number and address, before it is written down, sound or not",
}
OF_UPDATES = {"message", "edited_message", "callback_query", "my_chat_member", "reply_to_message", "inline_keyboard"}


def _asks_an_update(node: ast.AST) -> bool:
    """`thing["message"]`, `thing.get("message")`, and a field of a shape that is called so."""
    match node:
        case ast.Subscript(slice=ast.Constant(value=name), ctx=ast.Load()):
            return name in OF_UPDATES
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(value=name), *_]):
            return name in OF_UPDATES
        case ast.AnnAssign(target=ast.Name(id=name)):
            return name in OF_UPDATES - {"message"}
        case ast.Attribute(attr="effective_message" | "effective_chat" | "effective_user" | "callback_query"):
            return True
    return False


def _nodes(room: str) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield str(path.relative_to(ROOT)), node


def test_updates_have_one_parser_and_that_is_the_librarys() -> None:
    nodes = [one for room in ROOMS for one in _nodes(room)]
    parsed = [
        where for where, node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node) == "Update.de_json"
    ]
    assert parsed == ["bot/telegram/parsing.py"]
    assert {where for where, node in nodes if _asks_an_update(node)} == {*READS_UPDATES}


TELEGRAMS = re.compile(r"telegram_id|chat_id|file_id|\bt\.me\b")
KNOWN_BY_ALL = {
    "storage/seed/community.yaml": "words of spam that residents are sent",
    "bot/demo/community/people.csv": "the import's column",
    "services/set_up/headings.py": "the import's column",
}
"""Besides Telegram's folder and the migrations, which translate what was written before."""


def test_above_its_folder_nobody_knows_how_telegram_calls_things() -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".po", ".yaml", ".csv", ".toml", ".html", ".txt"}
        and not path.is_relative_to(ROOT / "bot/telegram")
        and not path.is_relative_to(ROOT / "storage/migrations")
        and TELEGRAMS.search(path.read_text("utf-8"))
    }
    assert found == set(KNOWN_BY_ALL)


CHECKS_ONLY = {"domain/soundness.py"}
"""What only asks whether a setting is sound does not act on it."""


@cache
def asked_of_things() -> set[str]:
    """Every name that the program asks something for: `thing.name`."""
    root = Path(__file__).parents[1]
    sources = [path for room in ROOMS for path in (root / room).rglob("*.py")]
    trees = [ast.parse(path.read_text("utf-8")) for path in sources if str(path.relative_to(root)) not in CHECKS_ONLY]
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


@pytest.mark.parametrize(
    "kind", [Community, EmergencyNumber, GradeLimits, Group, Category, Danger, DangerWords, MeaningWords, Rung]
)
def test_every_setting_is_read_by_something(kind: type) -> None:
    unread = {field.name for field in fields(kind) if not field.name.startswith("_")} - asked_of_things()
    assert not unread, f"promised in the settings and read by nothing: {sorted(unread)}"


def test_groups_dangers_and_numbers_speak_both_languages() -> None:
    names = [group.name for group in COMMUNITY.groups] + [number.name for number in COMMUNITY.emergency_numbers]
    names += [danger.advice for danger in COMMUNITY.dangers] + [COMMUNITY.name, COMMUNITY.boundary]
    assert all(set(one) == set(CATALOGS.languages) and all(one.values()) for one in names)


def columns(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_labels_of_buttons_are_short(language: str) -> None:
    families = ("button-", "return-", "waiting-", "result-", "day-")
    own = {key: text for key, text in CATALOGS[language].items() if key.startswith(families) or "-button-" in key}
    given = {category.code: category.name[language] for category in COMMUNITY.categories}
    given |= {group.code: group.name[language] for group in COMMUNITY.groups}
    long = {key: text for key, text in {**own, **given}.items() if not placeholders(text) and columns(text) > 30}
    assert long == {}


def test_every_button_that_is_drawn_is_handled_and_no_handler_waits_in_vain() -> None:
    drawn = {ON_TICKET: TICKET_ACTIONS, ON_DRAFT: DRAFT_ACTIONS, ANYWHERE: MENU_ACTIONS}
    of_wings = {(press.kind, press.action) for wing in WINGS for press in wing.presses}
    of_asks = {(press.kind, press.action) for press in ASKS.presses if press.kind == ON_ASK}
    of_bundles = {(press.kind, press.action) for press in BUNDLES.presses}
    made = {(kind, action) for kind, actions in drawn.items() for action in actions}
    of_matters = {(press.kind, press.action) for press in MATTERS.presses if press.kind == ON_MATTER}
    assert set(SUBJECTS.presses) == of_wings | of_asks | of_bundles | of_matters | made
    assert {action for _, action in of_matters} <= constants_in(*(ROOT / "messages" / "matters").glob("*.py"))
    assert {action for _, action in of_asks} <= constants_in(*(ROOT / "messages" / "asks").glob("*.py"))


def constants_in(*paths: Path) -> set[object]:
    """Every word that stands in these files."""
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("wing", WINGS, ids=lambda wing: wing.name)
def test_every_button_of_a_wing_is_drawn_by_its_screens(wing: Subject) -> None:
    folder = ROOT / "subjects" / wing.name
    drawn = constants_in(*folder.glob("screens.py"), *folder.glob("screens/*.py"))
    drawn |= {button.action or button.name for button in wing.on_cards}
    assert {press.action for press in wing.presses} <= drawn


def test_who_is_restricted_is_kept_from_what_makes_reports_and_a_new_button_from_whoever_is_banned() -> None:
    held: dict[Restriction | None, set[tuple[str, str]]] = {}
    for key, press in SUBJECTS.presses.items():
        held.setdefault(press.held, set()).add(key)
    assert held[Restriction.LIMIT] == {(ON_DRAFT, "send"), (ANYWHERE, "agree")}
    assert held[Restriction.MUTE] == {(ON_DRAFT, action) for action in DRAFT_ACTIONS - {"send"}}
    assert {(ON_TICKET, action) for action in TICKET_ACTIONS} <= held[Restriction.BAN]
    assert {(ANYWHERE, action) for action in LEAD_ON} <= held[Restriction.BAN]
    assert {(ANYWHERE, action) for action in MENU_ACTIONS - {"agree"} - LEAD_ON} <= held[None], (
        "the emergency buttons first of all"
    )
    assert Press("x", "new", lambda _turn, _button: None).held is Restriction.BAN


def test_what_buttons_carry_back_fits_and_reads_back_the_same() -> None:
    words = [str(word) for kind in (ReturnReason, Waiting, Result, Rating, Secrecy, Channel) for word in kind]
    codes = [category.code for category in COMMUNITY.categories] + [group.code for group in COMMUNITY.groups]
    behind = [f"2026-W46:{9999}:{section}:{9999}" for section in Part]
    for arg in (*words, *codes, *FAMILIES["day-"], *behind, str(LARGEST), ""):
        for kind, action in SUBJECTS.presses:
            if kind != ANYWHERE and (":" in arg or len(arg) >= 20):
                continue
            about = LARGEST if kind not in (ANYWHERE, ON_DRAFT) else 0
            button = Button(kind, action, about, 2**31 if kind != ANYWHERE else 0, arg)
            assert len(button.data().encode()) <= MAX_BYTES, button
            assert type(button).read(button.data()) == button


def test_every_notice_is_drawn() -> None:
    assert set(SUBJECTS.notices) == {kind.__name__ for kind in Notice.__subclasses__()}


def test_every_step_is_told_or_says_why_not() -> None:
    assert set(TOLD) == {*STEPS, Action.FILE} == set(Action)
    assert {f"news-{action}" for action in HEARD} <= set(KEYS)
    tells = {Told.NEWS, Told.CARD, Told.REDRAW}
    assert set(BECAUSE) == set(Told) - tells


def test_the_example_of_the_environment_names_every_setting_in_its_order_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert list(settings) == [name.upper() for name in Settings.model_fields]
    example = Settings.model_validate({**{k.lower(): v for k, v in settings.items()}, "bot_token": "1:example-token"})
    assert example == Settings.model_validate({"bot_token": "1:example-token"})


def test_only_the_door_of_the_database_commits() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for room in (*ROOMS, "playground")
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if ".commit(" in line
    ]
    assert sorted(found) == [
        "storage/engines/running.py: session.commit()",
        "storage/unit_of_work.py: savepoint.commit()",
    ]
    assert not hasattr(UnitOfWork, "commit")


def test_no_name_of_a_class_stands_twice() -> None:
    """One word per thing, one thing per word; names of types that are no classes count too."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            targets = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
            names += [
                one.id for one in targets if isinstance(one, ast.Name) and not one.id.isupper() and one.id[0].isupper()
            ]
            for name in names:
                found.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def test_of_every_file_of_stories_one_runs_on_both_databases() -> None:
    stories = sorted((ROOT / "tests" / "stories").glob("test_*.py"))
    assert len(stories) > 50
    of_their_own = {"test_a_walk.py"}  # it makes its databases itself, of both kinds
    assert {path.name for path in stories if "both_databases" not in path.read_text("utf-8")} <= of_their_own


def test_whether_somebody_can_be_told_is_known_in_one_place() -> None:
    """Everybody else asks storage/people/accounts.py."""
    asked = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "unreachable_at" in path.read_text("utf-8")
    }
    known = ("storage/people/", "storage/models/", "storage/migrations/")
    assert {path for path in asked if not path.startswith(known)} == set()
    assert "storage/people/accounts.py" in asked
