"""Every screen before which somebody in danger would be left standing carries the numbers and the two buttons."""

from collections.abc import Iterator

import pytest

from bot.catalogs import CATALOGS
from domain.notices.notice import Notice
from domain.notices.notices import DraftScreen, Help, Receipt, Say, Sorry
from domain.notices.word_notices import SmallTalk, WhichTicket
from domain.refusal import Value
from domain.tickets.report_form import DraftQuestion
from messages.drawing.buttons import EMERGENCY
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from messages.drawing.way_out import ASKING, LINE_ALONE, SAID
from messages.render import render
from messages.tickets.ticket_screens import receipt
from tests.messages.samples import COMMUNITY, draft, frame, scene, view

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


def left_standing(language: str) -> Iterator[tuple[str, Notice, Scene]]:
    """All of them, with a name for the failure."""
    for key in SAID:
        yield key, Say(key, FILLED), scene(language)
    yield "small talk", SmallTalk(), scene(language)
    yield "kept aside", SmallTalk(kept=True), scene(language)
    yield "which ticket", WhichTicket(), scene(language)
    yield "unknown command", Help((), unknown="/fire"), scene(language)
    yield "our fault", Sorry("A1B2"), scene(language)
    for question in ASKING:
        for recorded in (False, True):
            here = scene(language)
            here.draft = draft(question, recorded=recorded)
            yield f"draft {question} {recorded}", DraftScreen(), here


def labels(screen: Screen) -> list[str]:
    _, params = screen.call(1)
    markup = params.get("reply_markup")
    return [button["text"] for row in markup["inline_keyboard"] for button in row] if isinstance(markup, dict) else []


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_no_answer_leaves_somebody_in_danger_without_the_numbers_and_both_buttons(language: str) -> None:
    line, seen = Texts(CATALOGS, language, COMMUNITY.zone).say("way-out"), 0
    for name, notice, here in left_standing(language):
        screen, seen = render(notice, here), seen + 1
        assert screen.text.count(line) == 1, name
        assert line.endswith("119 · 120 · 110")
        assert labels(screen)[-2:] == BUTTONS[language], name
    assert seen > 25


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_the_preview_and_the_answer_in_a_group_have_the_line_alone(language: str) -> None:
    line, here = Texts(CATALOGS, language, COMMUNITY.zone).say("way-out"), scene(language)
    here.draft = draft(DraftQuestion.PREVIEW)
    preview = render(DraftScreen(), here)
    assert line in preview.text
    assert not {*labels(preview)} & {*BUTTONS[language]}
    for key in LINE_ALONE:
        assert line in render(Say(key, FILLED), scene(language)).text


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_a_screen_that_answers_is_left_as_it_is(language: str) -> None:
    screens = [render(notice, scene(language)) for notice in (Help(()), Say("privacy-no", FILLED))]
    for screen in (*screens, receipt(view(), Receipt(42), frame(language))):
        assert "119 · 120 · 110" not in screen.text


def test_the_buttons_bear_no_number() -> None:
    here = scene("zh")
    here.draft = draft(DraftQuestion.CATEGORY)
    screen = render(DraftScreen(), here)
    assert screen.numbered
    assert all(label[0].isdigit() for label in labels(screen)[:-2])
    assert [button.data()[:6] for row in screen.beside for _, button in row] == [f"m:{EMERGENCY}:"] * 2
