"""What stands under a ticket, over every side, state and right: few in front, few behind, and nothing out of reach."""

from itertools import product

import pytest

from bot.catalogs import CATALOGS
from domain.notices.notices import Choose, OfficeChoice
from domain.views import ChoiceView, Colleague, TicketView
from domain.vocabulary import Action, Rating, State
from messages.drawing.buttons import Button, ButtonRow
from messages.drawing.paging import MOST, MOST_PEOPLE
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from messages.office.office_screens import office_choice
from messages.tickets.card_buttons import (
    IN_FRONT,
    MOST_IN_FRONT,
    OF_HANDLERS,
    OF_REPORTERS,
    Reads,
    buttons_behind,
    card_buttons,
    is_of_card,
    reads_as,
)
from messages.tickets.ticket_screens import choose
from tests.messages.samples import COMMUNITY, frame, view

TEXTS = Texts(CATALOGS, "zh", COMMUNITY.zone)
OFTEN = frozenset({Action.CLAIM, Action.RETURN, Action.HAND_OVER, Action.NOTE, Action.REPLY})
RIGHTS = (frozenset[Action](), OFTEN, *(frozenset({action}) for action in Action), frozenset(Action))
"""None, those of a new ticket's steward, each alone, and all."""
SIDES = {
    Reads.OWN: {"reader_handles": True, "reader_is_assignee": True},
    Reads.OTHERS: {"reader_handles": True, "reader_is_assignee": False},
    Reads.REPORTER: {"reader_handles": False, "reader_is_assignee": False, "reader_reports": True},
}
EVERY = [
    view(state=state, actions=actions, may_restrict=may, name_askable=may, rating=rating, **SIDES[reads])
    for reads, state, actions, may, rating in product(Reads, State, RIGHTS, (False, True), (None, Rating.BAD))
]


def flat(rows: list[ButtonRow]) -> list[Button]:
    return [button for row in rows for _, button in row]


def pages_behind(ticket: TicketView) -> list[list[Button]]:
    """Every page, as it is come to by «还有»."""
    found, page = [], 0
    while True:
        found.append(flat(buttons_behind(ticket, page, TEXTS)))
        further = [button for button in found[-1] if button.action == "more"]
        if not further:
            return found
        assert further[0].arg == str(page + 1)
        page += 1


def test_a_card_bears_at_most_four_buttons_and_a_page_behind_it_six() -> None:
    for ticket in EVERY:
        assert len(flat(card_buttons(ticket, TEXTS))) <= MOST_IN_FRONT
        assert max(map(len, pages_behind(ticket))) <= MOST


def test_whatever_may_be_done_is_in_front_or_behind_once() -> None:
    for ticket in EVERY:
        table = OF_REPORTERS if reads_as(ticket) is Reads.REPORTER else OF_HANDLERS
        there = sorted((one.action or one.name, one.arg) for one in table if one.shown(ticket))
        front = flat(card_buttons(ticket, TEXTS))
        reached = list(front)
        if any(button.action == "more" for button in front):
            reached += [button for page in pages_behind(ticket) for button in page]
        doing = sorted((one.action, one.arg) for one in reached if one.action not in ("more", "less"))
        assert doing == there


def test_every_card_is_known_by_its_buttons_in_front_and_behind() -> None:
    for ticket in EVERY:
        for rows in (card_buttons(ticket, TEXTS), buttons_behind(ticket, 0, TEXTS)):
            assert any(is_of_card(button.data()) for button in flat(rows))


def test_the_tables_name_nothing_that_is_not_there() -> None:
    for reads, states in IN_FRONT.items():
        names = {one.name for one in (OF_REPORTERS if reads is Reads.REPORTER else OF_HANDLERS)}
        assert set(states) == set(State)
        assert {name for front in states.values() for name in front} <= names


def test_a_stewards_new_card_and_their_own_read_as_they_are_used() -> None:
    new = view(state=State.NEW, actions=OFTEN)
    assert [button.action for button in flat(card_buttons(new, TEXTS))] == ["claim", "hand_over", "more"]
    own = view(state=State.CLAIMED, actions=OFTEN - {Action.CLAIM} | {Action.RESOLVE, Action.WAIT})
    assert [button.action for button in flat(card_buttons(own, TEXTS))] == ["resolve", "reply", "wait", "more"]
    assert pages_behind(own)[0][0].action == "look", "whoever reported it is rung before they are gone to"


def count(screen: Screen) -> int:
    return len([label for row in screen.keyboard() for label, _ in row])


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_no_page_of_a_question_has_more_than_six_answers_and_of_people_seven(language: str) -> None:
    here = frame(language)
    people = [Colleague(n, f"王{n}", "楼栋长") for n in range(1, 30)]
    seen = ChoiceView(view(state=State.CLAIMED), people)
    groups = [f"category:{group.code}" for group in COMMUNITY.groups]
    for what in ("return", "wait", "blocked", "category", "wait-until", "resolve", "withdraw", "hand_over", *groups):
        most = MOST_PEOPLE if what == "hand_over" else MOST
        for page in range(8):
            assert count(choose(seen, Choose(what, 42, page), here)) <= most, what
    for what in ("extend", "reject", "step_in", "regrade", "restrict", "reassign"):
        most = MOST_PEOPLE if what == "reassign" else MOST
        for page in range(8):
            assert count(office_choice(seen, OfficeChoice(what, 42, page), here)) <= most, what


def test_everybody_a_ticket_can_go_to_is_on_some_page() -> None:
    people = [Colleague(n, f"王{n}", "楼栋长") for n in range(1, 30)]
    seen = ChoiceView(view(state=State.CLAIMED), people)
    found = [
        button.arg
        for page in range(6)
        for row in choose(seen, Choose("hand_over", 42, page), frame("zh")).rows
        for _, button in row
        if button.action == "hand_over_to"
    ]
    assert found == [str(one.person_id) for one in people]
