"""For old eyes and screen readers: questions in three lines, the point first, no meaning by signs alone."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.catalogs import CATALOGS
from domain.notices.notices import (
    ApprovalCard,
    AskWords,
    CardRedraw,
    Choose,
    DigestNames,
    DraftScreen,
    Found,
    LanguageChoice,
    MergeSure,
    OfficeChoice,
    Receipt,
    RestrictedList,
    TicketCard,
    TicketNews,
)
from domain.notices.privacy_notices import DeleteMe
from domain.privacy import Leaving
from domain.tickets.approvals import Asked
from domain.tickets.report_form import DraftQuestion
from domain.tickets.told import TOLD, Side, Told
from domain.view_shapes import PageOf
from domain.views import CardView, ChoiceView, NewsView
from domain.vocabulary import Action, Closing, Grade, State
from messages.digest.digest_files import names
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from messages.office import menu_screens, office_screens
from messages.office.privacy_screens import delete_me
from messages.tickets import cards, ticket_screens
from messages.tickets.draft_screens import draft_screen
from messages.tickets.news import news
from playground.formatting import parse_html
from storage.settings.community import packaged_settings
from tests.messages.samples import (
    APPROVAL,
    COLLEAGUE,
    COMMUNITY,
    NAME,
    NUMBER,
    PLACE,
    RESTRICTION,
    draft,
    frame,
    line,
    view,
)

LINE = {"zh": 50, "en": 75}
"""Columns of a line: 25 Chinese characters; about as long to read aloud in English."""
MOST_LINES = 3
HANDLING = ("return", "wait", "blocked", "category", "wait-until", "resolve", "hand_over", "withdraw")
OFFICE = ("more", "extend", "reject", "step_in", "reassign", "regrade", "restrict")
WORDS_FOR = sorted(key.removeprefix("ask-") for key in CATALOGS["zh"] if key.startswith("ask-"))
HEADS = sorted(
    key
    for key in CATALOGS["zh"]
    if key.startswith("card-") and CATALOGS["zh"][key].startswith("<b>") and "{" not in CATALOGS["zh"][key]
)
HEARD = [action for action, row in TOLD.items() if any(row[side] is Told.NEWS for side in Side)]
ASKING = (Action.RESOLVE, Action.REMIND, Action.FOLLOW_UP)
"""News that end with a question to the resident."""


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def plain(html: str) -> str:
    """As it is read: without marks, and without what somebody else wrote."""
    return parse_html(re.sub(r"<blockquote>.*?</blockquote>", "", html, flags=re.DOTALL))[0].strip()


def lines_of(text: str, language: str) -> list[str]:
    """As a narrow screen breaks it."""
    broken: list[str] = []
    for one in text.split("\n"):
        many = max(1, math.ceil(columns(one) / LINE[language]))
        size = math.ceil(len(one) / many) or 1
        broken += [one[start : start + size] for start in range(0, len(one), size)] or [""]
    return broken


def first_lines(text: str) -> str:
    return "\n".join(text.split("\n")[:MOST_LINES])


def questions(language: str) -> Iterator[tuple[str, Screen]]:
    """Every screen that asks something, with a name for the failure."""
    here, asked_of = frame(language), ChoiceView(view(), [COLLEAGUE])
    for what in (*HANDLING, f"category:{COMMUNITY.groups[0].code}"):
        yield what, ticket_screens.choose(asked_of, Choose(what, 42), here)
    safety = next(c for c in COMMUNITY.categories if c.safety)
    dangerous, nobody = ChoiceView(view(category=safety), []), ChoiceView(view(), [])
    yield "withdraw safety", ticket_screens.choose(dangerous, Choose("withdraw", 42), here)
    yield "nobody to hand over to", ticket_screens.choose(nobody, Choose("hand_over", 42), here)
    for what in OFFICE:
        yield what, office_screens.office_choice(asked_of, OfficeChoice(what, 42), here)
    for what in WORDS_FOR:
        asked = f"{what}:involved" if what == "return" else what
        yield f"words {what}", ticket_screens.ask_words(view(), AskWords(asked, 42), here)
    for question in DraftQuestion:
        if question is DraftQuestion.PREVIEW:
            continue
        for recorded in (False, True):
            yield f"draft {question} {recorded}", draft_screen(draft(question, recorded=recorded), DraftScreen(), here)
    yield "language", menu_screens.language_choice(LanguageChoice(), here)
    yield "merge", office_screens.merge_sure((view(), [view(id=7, number="2611-0007")]), MergeSure(42), here)
    yield "names in a table", names(DigestNames("2026-W46", 1), here)
    leaving = Leaving(ended=12, open=3, post=None, last_administrator=False, asked=False)
    yield "delete me", delete_me(leaving, DeleteMe(), here)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_a_question_has_at_most_three_lines(language: str) -> None:
    long = {}
    for name, screen in questions(language):
        text = plain(screen.text)
        if len(lines_of(text, language)) > MOST_LINES:
            long[name] = text
    assert long == {}


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_what_is_asked_for_an_announcement_a_leave_or_a_post_has_at_most_three_lines(language: str) -> None:
    asked = [
        key for key in CATALOGS[language] if re.match(r"(announce|leave|invite|draft|merge|language)-(ask|which)", key)
    ]
    long = {key: text for key in asked if len(lines_of(text := plain(CATALOGS[language][key]), language)) > MOST_LINES}
    assert len(asked) > 10
    assert long == {}


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_news_that_ask_the_resident_have_at_most_three_lines(language: str) -> None:
    long = {}
    for action in ASKING:
        ticket = view(reader_reports=True, reader_handles=False, state=State.RESOLVED)
        told = NewsView(ticket, line(action))
        text = plain(news(told, TicketNews(42, 1), frame(language)).text)
        text = text.rsplit(told.line.words or "-", 1)[0].strip()
        if len(lines_of(text, language)) > MOST_LINES:
            long[str(action)] = text
    assert long == {}


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("state", State)
def test_the_first_three_lines_of_a_card_say_what_where_and_how_it_stands(language: str, state: State) -> None:
    ticket = view(state=state, closing=Closing.UNCONFIRMED if state is State.CLOSED else None)
    texts, seen, here = Texts(CATALOGS, language, COMMUNITY.zone), CardView(ticket, None), frame(language)
    word = texts.say(f"state-closed-{ticket.closing}" if ticket.closing else f"state-{state}")
    redrawn = cards.redrawn_card(seen, CardRedraw(42), here)
    for screen in (redrawn, *(cards.card(seen, TicketCard(42, key), here) for key in HEADS)):
        top = first_lines(plain(screen.text))
        for point in (NUMBER, str(word), texts.pick(ticket.category.name), PLACE):
            assert point in top, top
    assert len(HEADS) > 10


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_the_first_three_lines_of_a_receipt_say_the_number_who_and_until_when(language: str) -> None:
    texts, here = Texts(CATALOGS, language, COMMUNITY.zone), frame(language)
    for ticket in (view(reader_reports=True), view(reader_reports=True, next_post=None), view()):
        top = first_lines(plain(ticket_screens.receipt(ticket, Receipt(42), here).text))
        for point in (NUMBER, NAME, texts.when(ticket.claim_due, here.now)):
            assert point in top, top
    nobody = view(has_assignee=False, answers=None, post=None)
    top = first_lines(plain(ticket_screens.receipt(nobody, Receipt(42), here).text))
    assert NUMBER in top
    assert COMMUNITY.office_phone is not None
    assert COMMUNITY.office_phone in top


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("action", HEARD)
def test_the_first_three_lines_of_news_say_which_ticket(language: str, action: Action) -> None:
    for reports in (True, False):
        told = NewsView(view(reader_reports=reports, reader_handles=not reports), line(action))
        assert NUMBER in first_lines(plain(news(told, TicketNews(42, 1), frame(language)).text))


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("key", ["approval-new", "approval-reminder", "approval-passed-on"])
def test_the_first_three_lines_of_a_request_say_what_is_asked_by_whom_and_about_what(language: str, key: str) -> None:
    screen = office_screens.approval_card((view(), APPROVAL), ApprovalCard(42, 5, key), frame(language))
    top = first_lines(plain(screen.text))
    asked = str(Texts(CATALOGS, language, COMMUNITY.zone).say(f"asked-{Asked.PARK}"))
    for point in (asked, NAME, NUMBER, PLACE):
        assert point in top, top


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_buttons_bear_numbers_for_whoever_wants_them_and_every_button_says_something(language: str) -> None:
    numbered = 0
    here, page = frame(language), PageOf([view()], 1)
    screens = [screen for _, screen in questions(language)]
    screens.append(cards.redrawn_card(CardView(view(), None), CardRedraw(42), here))
    screens.append(office_screens.found(page, Found("||open"), here))
    screens.append(office_screens.restricted_list([RESTRICTION], RestrictedList(), here))
    for screen in (replace(one, numbered=True) for one in screens):  # as for whoever wants them
        labels = [label for row in screen.keyboard() for label, _ in row]
        for position, label in enumerate(labels, 1):
            assert says_something(label), label
            if position <= len(labels) - len(screen.beside):  # no number rings
                numbered += 1
                assert label.startswith(f"{position}. "), labels
    assert numbered > 60


def says_something(text: str) -> bool:
    """Is there a letter, a character or a number in it, beside signs, emoji and what is filled in?"""
    return any(unicodedata.category(sign)[0] in "LN" for sign in re.sub(r"<[^>]*>", "", text))


def is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) == "So" or ord(sign) in (0x200D, 0xFE0F, 0x20E3)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_no_text_means_something_by_an_emoji(language: str) -> None:
    community = packaged_settings()
    texts = list(CATALOGS[language].values())
    texts += [group.name[language] for group in community.groups]
    texts += [category.name[language] for category in community.categories]
    texts += [danger.advice[language] for danger in community.dangers]
    assert [text for text in texts if any(is_emoji(sign) for sign in text)] == []


def test_states_grades_and_closings_are_told_apart_by_words() -> None:
    """Never by weight or colour: no two of them read the same."""
    for language in CATALOGS.languages:
        for front, words in (("state-", State), ("grade-", Grade), ("state-closed-", Closing)):
            said = [CATALOGS[language][f"{front}{word}"] for word in words]
            assert len(set(said)) == len(said)
