"""/find and /restricted, and the buttons under what they show."""

from collections.abc import Mapping, Sequence
from functools import partial

from domain.matters.matters import names_its_kind
from domain.notices.notices import Found, RestrictedList
from domain.places.finding import Search, read_search
from domain.posts.rights import Right
from domain.refusal import Refusal
from handlers.matters import kinds_of
from handlers.pressing import number_in, page_in
from handlers.subject import Command, Press, Shown, Subject, WholeWords, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.office import office_screens
from services.keeping.restrictions import revoke
from services.matters.matters import find_matters, unknown_matter
from services.parts import MatterKind
from services.tickets.finding import find_tickets
from services.views import office_views


def _find(kinds: Mapping[str, MatterKind], turn: Turn) -> None:
    """/find 1号楼 漏水 待接单; /find 届2611-01. A number without its character may mean several: all are shown."""
    if not turn.work.directory.posts_of(turn.person.id, turn.work.now):
        raise Refusal("refused-only-posts")
    _, _, words = turn.words.partition(" ")
    matters = find_matters(turn.work, words[:200], kinds, turn.person)
    for row in matters:
        turn.answer(kinds[row.kind].card(row.id))
    if names_its_kind(words, {kind.character for kind in kinds.values()}):  # and so means no ticket
        if not matters:
            raise unknown_matter()
        return
    search = read_search(words[:200], turn.work.directory, turn.work.community)
    if matters and (search.number is None or not find_tickets(turn.work, search, by=turn.person)):
        return
    if search.empty:
        turn.say("find-not-read" if words.strip() else "find-usage")
        return
    turn.answer(Found(search.text(), search.number))


def _number_alone(kinds: Mapping[str, MatterKind]) -> WholeWords:
    """«哨2611-05» by itself shows what has that number; as the answer to a question it is words like any other."""
    characters = {kind.character for kind in kinds.values()}

    def take(turn: Turn, number: str) -> bool:
        if turn.work.conversation.awaited(turn.person.id) is not None:
            return False
        found = find_matters(turn.work, number, kinds, turn.person)
        for row in found:
            turn.answer(kinds[row.kind].card(row.id))
        if not found:
            raise unknown_matter()
        return True

    return WholeWords(lambda words: words if names_its_kind(words, characters) else None, take)


def find_page(turn: Turn, button: Button) -> None:
    """Another page of the same search."""
    page, _, search = button.arg.partition("|")
    turn.redraw(Found(Search.parse(search).text(), page=min(number_in(page), 9999)))


def restricted_people(turn: Turn) -> None:
    """/restricted: who is limited, muted or banned."""
    if not turn.work.may(turn.person, Right.RESTRICT):
        raise Refusal("refused-needs-office")
    turn.answer(RestrictedList())


def restricted_page(turn: Turn, button: Button) -> None:
    """Another page of them."""
    turn.redraw(RestrictedList(page_in(button.arg)))


def revoke_restriction(turn: Turn, button: Button) -> None:
    """«解除»"""
    revoke(turn.work, number_in(button.arg), by=turn.person)
    turn.redraw(RestrictedList())
    turn.say("done-revoke")


SHOWN: Sequence[Shown] = (
    shown(Found, see=office_views.found, draw=office_screens.found),
    shown(RestrictedList, see=office_views.restricted, draw=office_screens.restricted_list),
)


def searching_of(wings: Sequence[Subject]) -> Subject:
    """/find also knows the numbers of the matters that these subjects bring."""
    return Subject(
        "searching",
        commands=(
            Command("find", partial(_find, kinds_of(wings)), Right.HOLD_A_POST),
            Command("restricted", restricted_people, Right.RESTRICT),
        ),
        presses=(
            Press(ANYWHERE, "find", find_page, held=None),
            Press(ANYWHERE, "restricted", restricted_page, held=None),
            Press(ANYWHERE, "lift", revoke_restriction, held=None),
        ),
        shown=SHOWN,
        reads=(_number_alone(kinds_of(wings)),),
    )
