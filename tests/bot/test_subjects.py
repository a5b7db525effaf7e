"""All subjects together: what two of them claim is refused at the start, with its name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogs import CATALOGS
from bot.subjects import SUBJECTS, WINGS
from domain.notices.notices import Sorry
from domain.posts.rights import Right
from handlers.subject import Command, Press, Question, Subject, Subjects, plain
from handlers.turn import Turn
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from services.parts import DigestPart, Figure, Tick


def does_nothing(_turn: Turn, _given: object = None) -> None: ...


def sorry(_notice: Sorry, _frame: Frame) -> Screen:
    return Screen("sorry")


ONE, OTHER = Subject("one"), Subject("other")
CLAIMED = {
    "subject: one": (ONE, ONE),
    "command: lost": [replace(one, commands=(Command("lost", does_nothing),)) for one in (ONE, OTHER)],
    "words of a command: 丢了": [
        replace(one, commands=(Command(one.name, does_nothing, said=("丢了",)),)) for one in (ONE, OTHER)
    ],
    "button: ('l', 'add')": [replace(one, presses=(Press("l", "add", does_nothing),)) for one in (ONE, OTHER)],
    "question: what": [replace(one, questions=(Question("what", does_nothing),)) for one in (ONE, OTHER)],
    "notice": [replace(one, shown=(plain(Sorry, sorry),)) for one in (ONE, OTHER)],
    "tick: look": [replace(one, ticks=(Tick("look", timedelta(minutes=1), lambda _work: 0),)) for one in (ONE, OTHER)],
    "right: clear": [replace(one, rights=(Right("clear", frozenset()),)) for one in (ONE, OTHER)],
}


@pytest.mark.parametrize("claimed", CLAIMED)
def test_what_two_subjects_claim_is_refused_by_its_name(claimed: str) -> None:
    with pytest.raises(ValueError, match="two subjects claim the same") as refused:
        Subjects(*CLAIMED[claimed])
    assert claimed in str(refused.value)


def test_a_subject_alone_is_well() -> None:
    made = Subjects(Subject("one", questions=(Question("what", does_nothing),)), Subject("other"))
    assert [*made.questions] == ["what"]


def figures_without_text(wings: Sequence[Subject]) -> list[str]:
    keys = [f"{one.name}-figure-{figure.key}" for one in wings if one.digest for figure in one.digest.figures]
    return [key for key in keys if not all(key in CATALOGS[language] for language in CATALOGS.languages)]


def test_every_figure_of_a_wing_has_its_text_in_every_language() -> None:
    counts = replace(ONE, digest=DigestPart((Figure("listed", lambda _work, _since, _until: []),)))
    assert figures_without_text([counts]) == ["one-figure-listed"]
    assert figures_without_text(WINGS) == []


def test_the_rights_of_wings_are_known_and_none_is_one_of_the_cores() -> None:
    core = {right.name for right in vars(Right).values() if isinstance(right, Right)}
    assert core
    assert not core & set(SUBJECTS.rights)
