"""Every screen before which somebody in danger would be left standing carries the numbers and the two buttons."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.catalogs import CATALOGS
from domain.notices.notices import DraftScreen, Help, Receipt, Say, Sorry
from domain.notices.question_notices import GoElsewhere, Unanswered
from domain.notices.word_notices import LateWords, LooseWords, SmallTalk, WhichTicket
from domain.refusal import Value
from domain.tickets.report_form import DraftQuestion
from domain.view_shapes import PageOf
from domain.views import LooseView
from domain.vocabulary import State
from messages.drawing.buttons import EMERGENCY
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from messages.drawing.way_out import ASKING, LINE_ALONE, SAID
from messages.office import menu_screens
from messages.tickets import question_screens
from messages.tickets.draft_screens import draft_screen
from messages.tickets.loose_screens import late_words, loose_words, which_ticket
from messages.tickets.neighbour_screens import small_talk
from messages.tickets.ticket_screens import receipt
from tests.messages.samples import COMMUNITY, draft, frame, view

FILLED: dict[str, Value] = {
    "most": 20,
    "number": 3,
    "hours": 5,
    "link": "https://t.me/x",
    "until_time": "2026-12-01T00:00:00+00:00",
}
BUTTONS = {
    "zh": ["着火、漏气、有人被困", "有人打人、有人要出事"],
    "en": ["Fire, gas, somebody trapped", "Violence, somebody in despair"],
}


def left_standing(language: str) -> Iterator[tuple[str, Screen]]:
    """All of them, with a name for the failure."""
    here = frame(language)
    for key in SAID:
        yield key, menu_screens.say(Say(key, FILLED), here)
    yield "small talk", small_talk(SmallTalk(), here)
    yield "kept aside", small_talk(SmallTalk(kept=True), here)
    yield "which ticket", which_ticket(PageOf([view()], 1), WhichTicket(), here)
    yield "for this ticket?", loose_words(LooseView(view(), "我在家", 0), LooseWords(1), here)
    yield "for one that has ended?", late_words(view(state=State.CLOSED), LateWords(1, loose=True), here)
    yield "unknown command", menu_screens.help_screen(Help((), unknown="/fire"), here)
    yield "words for help", menu_screens.help_screen(Help((), guessed=True), here)
    yield "our fault", menu_screens.sorry(Sorry("A1B2"), here)
    yield "no answer", question_screens.unanswered(Unanswered(), here)
    yield "another body", question_screens.elsewhere(GoElsewhere(None), here)
    for question in ASKING:
        for recorded in (False, True):
            yield f"draft {question} {recorded}", draft_screen(draft(question, recorded=recorded), DraftScreen(), here)


def labels(screen: Screen) -> list[str]:
    return [label for row in screen.keyboard() for label, _ in row]


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_no_answer_leaves_somebody_in_danger_without_the_numbers_and_both_buttons(language: str) -> None:
    line, seen = Texts(CATALOGS, language, COMMUNITY.zone).say("way-out"), 0
    for name, screen in left_standing(language):
        seen += 1
        assert screen.text.count(line) == 1, name
        assert line.endswith("119 · 120 · 110")
        assert labels(screen)[-2:] == BUTTONS[language], name
    assert seen > 25


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_the_preview_and_the_answer_in_a_group_have_the_line_alone(language: str) -> None:
    line = Texts(CATALOGS, language, COMMUNITY.zone).say("way-out")
    preview = draft_screen(draft(DraftQuestion.PREVIEW), DraftScreen(), frame(language))
    assert line in preview.text
    assert not {*labels(preview)} & {*BUTTONS[language]}
    for key in LINE_ALONE:
        screen = menu_screens.say(Say(key, FILLED), frame(language))
        assert line in screen.text
        assert not labels(screen)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_a_screen_that_answers_is_left_as_it_is(language: str) -> None:
    for screen in (
        receipt(view(), Receipt(42), frame(language)),
        menu_screens.help_screen(Help(()), frame(language)),
        menu_screens.say(Say("privacy-no", FILLED), frame(language)),
    ):
        assert "119 · 120 · 110" not in screen.text


def test_the_buttons_bear_no_number() -> None:
    screen = replace(draft_screen(draft(DraftQuestion.CATEGORY), DraftScreen(), frame("zh")), numbered=True)
    assert all(label[0].isdigit() for label in labels(screen)[:-2])
    assert labels(screen)[-2:] == BUTTONS["zh"]
    assert [button.data()[:6] for row in screen.beside for _, button in row] == [f"m:{EMERGENCY}:"] * 2
