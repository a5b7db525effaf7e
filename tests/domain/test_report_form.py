"""What a report still lacks, in the order a person would tell it."""

from dataclasses import replace

import pytest

from domain.posts.directory import Address
from domain.tickets.report_form import (
    Attachment,
    DraftQuestion,
    Form,
    Part,
    default_secrecy,
    next_question,
    place_choices,
    secrecy_of,
    send_as_it_is,
)
from domain.vocabulary import Aware, Kind, Level, MediaKind, Secrecy
from storage.settings.community import packaged_settings
from tests.domain.place_for_tests import BUILDING, PLACES, directory

COMMUNITY = packaged_settings()
TOWN = directory()
REPAIR = next(c.code for c in COMMUNITY.categories if c.kind is Kind.REPAIR)
DISPUTE = next(c.code for c in COMMUNITY.categories if c.kind is Kind.DISPUTE)


def form(words: str = "漏水", category: str | None = REPAIR, address: Address | None = BUILDING) -> Form:
    return Form([Part(1, words)] if words else [], [], [], category=category, address=address, settled=[])


def asked(form: Form) -> DraftQuestion:
    return next_question(form, COMMUNITY, TOWN)


def test_only_what_is_missing_is_asked_and_in_order() -> None:
    assert asked(Form.empty()) is DraftQuestion.WORDS
    assert asked(form("", None, None)) is DraftQuestion.WORDS
    assert asked(form("漏水", None, None)) is DraftQuestion.CATEGORY
    assert asked(form("漏水", REPAIR, None)) is DraftQuestion.PLACE
    assert asked(form("漏水", REPAIR, Address(9))) is DraftQuestion.NUMBER
    assert asked(form("漏水", REPAIR, Address(9, 11))) is DraftQuestion.PREVIEW
    assert asked(form()) is DraftQuestion.PREVIEW


def test_a_file_without_words_is_enough_to_begin() -> None:
    photo = Attachment(MediaKind.PHOTO, 1)
    assert asked(replace(form("", None, None), media=[photo])) is DraftQuestion.CATEGORY


def test_what_has_left_the_settings_or_the_tree_is_asked_again() -> None:
    assert asked(form("漏水", "X999")) is DraftQuestion.CATEGORY
    assert asked(form("漏水", REPAIR, Address(999))) is DraftQuestion.PLACE


def test_for_whom_is_asked_part_by_part_and_a_settled_one_never_again() -> None:
    for_somebody = replace(form(), on_behalf=True)
    assert asked(for_somebody) is DraftQuestion.BEHALF
    named = replace(for_somebody, behalf_name="")
    assert asked(named) is DraftQuestion.BEHALF_DOOR
    assert asked(replace(named, behalf_door="301")) is DraftQuestion.BEHALF_PHONE
    left_open = replace(named, settled=[DraftQuestion.BEHALF_DOOR, DraftQuestion.BEHALF_PHONE])
    assert asked(left_open) is DraftQuestion.BEHALF_AWARE
    assert asked(replace(left_open, behalf_aware=Aware.NOT_YET)) is DraftQuestion.PREVIEW


def test_what_may_stay_open_holds_no_report_back() -> None:
    sent = replace(form(), on_behalf=True)
    send_as_it_is(sent)
    assert asked(sent) is DraftQuestion.PREVIEW


@pytest.mark.parametrize("question", list(DraftQuestion))
def test_a_question_somebody_opened_himself_comes_first(question: DraftQuestion) -> None:
    for begun in (Form.empty(), form()):
        begun.wants = question
        assert asked(begun) is question


@pytest.mark.parametrize(
    ("kind", "secrecy"),
    [
        (Kind.REPAIR, Secrecy.NORMAL),
        (Kind.BOTH, Secrecy.NORMAL),
        (Kind.ENQUIRY, Secrecy.NORMAL),
        (Kind.DISPUTE, Secrecy.FROM_OTHER_PARTY),
    ],
)
def test_disputes_hide_the_reporter_from_the_other_party(kind: Kind, secrecy: Secrecy) -> None:
    assert default_secrecy(kind) is secrecy


@pytest.mark.parametrize("choice", list(Secrecy))
def test_the_reporters_choice_wins_over_the_default(choice: Secrecy) -> None:
    for code in (REPAIR, DISPUTE, None):
        assert secrecy_of(replace(form(category=code), secrecy=choice), COMMUNITY) is choice


def test_without_a_choice_the_matter_decides() -> None:
    assert secrecy_of(form(category=None), COMMUNITY) is Secrecy.NORMAL
    assert secrecy_of(form(category=REPAIR), COMMUNITY) is Secrecy.NORMAL
    assert secrecy_of(form(category=DISPUTE), COMMUNITY) is Secrecy.FROM_OTHER_PARTY


def test_what_the_words_might_mean_is_offered_first() -> None:
    candidates = [Address(11), Address(12)]
    assert place_choices(replace(form(address=None), candidates=candidates, browsing=3), TOWN) == candidates


def test_the_tree_is_offered_step_by_step_and_a_single_grid_is_skipped() -> None:
    def names(browsing: int | None) -> list[str]:
        choices = place_choices(replace(form(address=None), browsing=browsing), TOWN)
        return [TOWN.name(choice) for choice in choices]

    assert names(None) == ["桂花苑", "三公街", "杏园"]
    assert names(3) == ["桂花苑3号楼", "桂花苑13号楼", "桂花苑5号楼"]
    assert names(6) == []


def test_of_several_grids_none_is_ever_offered() -> None:
    second = replace(PLACES[1], id=50, code="g2", name="第二网格")
    two = directory(places=(*PLACES, second))
    choices = place_choices(form(address=None), two)
    assert choices
    assert Level.GRID not in {two.places[choice.place_id].level for choice in choices}


def test_without_places_nothing_is_offered() -> None:
    assert place_choices(form(address=None), directory((), places=(), posts=(), coverage=())) == []


def test_the_words_of_a_form_are_its_messages_in_order() -> None:
    said = Form([Part(1, "厨房"), Part(2, ""), Part(3, "漏水")], [], [])
    assert said.text == "厨房\n漏水"
    assert said.length == len("厨房漏水") + 3


@pytest.mark.parametrize(
    ("code", "words", "address", "question"),
    [
        ("R101", "漏水", BUILDING, DraftQuestion.ROOM),
        ("R101", "漏水", Address(6), DraftQuestion.ROOM),
        ("R101", "漏水", Address(6, room="301"), DraftQuestion.PREVIEW),
        ("R101", "漏水", Address(3), DraftQuestion.PREVIEW),
        ("R103", "厨房下水道堵了", BUILDING, DraftQuestion.ROOM),
        ("R103", "下水道堵了，满街都是", BUILDING, DraftQuestion.PREVIEW),
        ("R201", "my kitchen has no power", BUILDING, DraftQuestion.ROOM),
        ("R201", "整栋楼停电", BUILDING, DraftQuestion.PREVIEW),
        ("R301", "我家厨房有煤气味", BUILDING, DraftQuestion.PREVIEW),  # danger is not held up
        ("D101", "我家楼上天天跳舞", BUILDING, DraftQuestion.PREVIEW),
    ],
)
def test_the_flat_is_asked_for_what_happens_inside_one(
    code: str, words: str, address: Address, question: DraftQuestion
) -> None:
    assert asked(form(words, code, address)) is question
