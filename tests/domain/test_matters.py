"""Matters: their numbers as people type them, who may see which class, and the table of terms walked whole."""

import pytest

from domain.matters.matters import (
    MATTER_CLOCK,
    MatterActor,
    MatterReader,
    Visibility,
    advance_matter,
    matter_number,
    may_see_matter,
    names_its_kind,
    numbers_meant,
    possible_steps,
)
from domain.refusal import Refusal
from subjects.bodies.service.terms import ENDING, HANDED, HANDED_OVER, OVER, RENEWED, TERM_STEPS

CHARACTERS = ("届", "征", "调")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("征2611-03", ["征2611-03"]),
        ("２６１１－０３", ["届2611-03", "征2611-03", "调2611-03"]),
        ("2611-3", ["届2611-03", "征2611-03", "调2611-03"]),
        ("征 2611–03", ["征2611-03"]),
        ("征261103", ["征2611-03"]),
        ("哨2611-03", []),
        ("2611", []),
        ("厨房漏水", []),
        ("征2611-03 漏水", []),
        ("", []),
    ],
)
def test_a_number_is_understood_with_its_character_and_without(typed: str, meant: list[str]) -> None:
    assert numbers_meant(typed, CHARACTERS) == meant


@pytest.mark.parametrize(
    ("typed", "named"),
    [("届2611-01", True), (" 届 ２６１１－０１ ", True), ("2611-01", False), ("哨2611-01", False), ("漏水", False)],
)
def test_a_number_with_its_character_means_no_ticket(typed: str, named: bool) -> None:
    assert names_its_kind(typed, CHARACTERS) is named


def test_a_printed_number_is_understood_again() -> None:
    for n in (1, 42, 1234):
        assert numbers_meant(matter_number("征", "2611", n), CHARACTERS) == [matter_number("征", "2611", n)]


NOBODY = MatterReader()
READERS = {
    "handles": MatterReader(handles=True),
    "group": MatterReader(in_group=True),
    "there": MatterReader(lives_there=True),
    "asked": MatterReader(asked=True),
    "own": MatterReader(own=True),
    "secretariat": MatterReader(secretariat=True),
    "nobody": NOBODY,
}
SEEN = {
    Visibility.OPEN: "handles group there asked own secretariat",
    Visibility.SCOPE: "handles group there secretariat",
    Visibility.GROUP: "handles group secretariat",
    Visibility.ASKED: "handles group asked own secretariat",
    Visibility.SEALED: "group",
    Visibility.OWN: "handles group own secretariat",
}


@pytest.mark.parametrize("visibility", Visibility)
def test_who_sees_which_class(visibility: Visibility) -> None:
    found = [name for name, reader in READERS.items() if may_see_matter(visibility, reader)]
    assert found == SEEN[visibility].split()


ACTORS = {
    "clock": MATTER_CLOCK,
    "owner": MatterActor(1, handles=True),
    "office": MatterActor(2, secretariat=True),
    "contact": MatterActor(3, of_body=True),
    "stranger": MatterActor(4),
}
BY_HAND = "owner office contact"
TERMS: dict[str, tuple[str, str | None, str]] = {
    "remind": (ENDING, None, "clock"),
    "end": (ENDING, OVER, "clock"),
    "move": (ENDING, None, "clock"),
    "renew": (f"{ENDING} {OVER}", RENEWED, "clock"),
    "late": (OVER, None, "clock"),
    **dict.fromkeys(HANDED, (f"{ENDING} {OVER}", None, BY_HAND)),
    "hand_over": (f"{ENDING} {OVER}", HANDED_OVER, BY_HAND),
}


def test_every_step_of_a_term_in_every_state_by_everybody() -> None:
    assert TERMS.keys() == TERM_STEPS.keys()
    for state in (ENDING, OVER, HANDED_OVER, RENEWED):
        for name, actor in ACTORS.items():
            allowed = set()
            for action, (before, after, people) in TERMS.items():
                if state in before.split() and name in people.split():
                    assert advance_matter(TERM_STEPS, state, action, actor) == (after or state)
                    allowed.add(action)
                else:
                    with pytest.raises(Refusal):
                        advance_matter(TERM_STEPS, state, action, actor)
            assert possible_steps(TERM_STEPS, state, actor) == allowed
