"""Present danger, what only sounds like it, and long posts: the frozen sets of tests/evaluate, printed by halves.

At first only rows with an odd number were looked at while rules were written. Since then the whole of this first set
has been read, its even half too: its figures are no longer blind, they only show that nothing was lost. What judges is
`danger_second.jsonl`, written by somebody else and never seen by whoever writes rules.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import orjson

from benchmarks.evaluate import Row
from bot.catalogs import CATALOGS
from domain.community import Community
from domain.notices.notices import DraftScreen
from domain.notices.word_notices import SmallTalk, WhichTicket
from domain.posts.directory import Directory
from domain.tickets.report_form import DraftQuestion, Form
from domain.view_shapes import PageOf
from domain.views import DraftView, Reader
from domain.vocabulary import Secrecy
from domain.words.guessing import Guessing, learn
from messages.drawing.frame import Frame, no_link
from messages.drawing.texts import Texts
from messages.tickets.draft_screens import draft_screen
from messages.tickets.loose_screens import which_ticket
from messages.tickets.neighbour_screens import small_talk
from storage.settings.community import packaged_settings

FROZEN = Path(__file__).parents[2] / "tests" / "evaluate"
SLOWEST = 3.0
"""Milliseconds that one message may take."""
KINDS: Mapping[str, frozenset[str]] = {
    "fire": frozenset({"fire"}),
    "gas": frozenset({"gas"}),
    "electric": frozenset({"electric"}),
    "trapped": frozenset({"lift", "trapped"}),
    "collapse": frozenset({"falling"}),
    "violence": frozenset({"violence", "family_violence", "child"}),
    "missing": frozenset({"missing"}),
    "self_harm": frozenset({"self_harm"}),
    "medical": frozenset({"injury"}),
}
"""Which dangers of the settings are meant by the kinds of the set; for «other» every one is as good."""


def evaluate() -> bool:
    """Print the tables; False when a target is missed. The second set judges, the first shows that nothing is lost."""
    return all([_first_set(), _second_set()])


def _second_set() -> bool:
    """The sentences that nobody who writes rules has read: no table by halves, and no list of what is unheard."""
    community = packaged_settings()
    rows = frozen("danger_second.jsonl")
    danger, near = [row for row in rows if "kind" in row], [row for row in rows if "kind" not in row]
    print(f"danger, the second set: {len(danger)} sentences of present danger, {len(near)} near misses (unread)")
    print(f"  {'':36}{'all':>8}{'odd':>8}{'even':>8}")
    heard = _line("heard: rings, or harm is told", danger, lambda row: _heard(community, row), at_least=0.9)
    shown = _line("shown the number", danger, lambda row: _shows_number(community, _text(row)), at_least=1.0)
    for kind in sorted({str(row["kind"]) for row in danger}):
        _line(f"  heard, {kind}", [row for row in danger if row["kind"] == kind], lambda row: _heard(community, row))
    calm = _line("near misses that ring", near, lambda row: _sounds(community, row), at_most=0.04)
    _line("  that ring or are told as harm", near, lambda row: bool(_effects(community, _text(row))))
    return heard and shown and calm


def _first_set() -> bool:
    community = packaged_settings()
    danger, near, board = (frozen(name) for name in ("danger.jsonl", "near_misses.jsonl", "board.jsonl"))
    print(
        f"danger: {len(danger)} sentences of present danger, {len(near)} near misses, {len(board)} long posts (frozen)"
    )
    print(f"  {'':36}{'all':>8}{'odd':>8}{'even':>8}")
    heard = _line("heard: rings, or harm is told", danger, lambda row: _heard(community, row), at_least=0.9)
    shown = _line("shown the number", danger, lambda row: _shows_number(community, _text(row)), at_least=1.0)
    kinds = {str(row["kind"]) for row in danger}
    for kind in sorted(kinds):
        _line(f"  heard, {kind}", [row for row in danger if row["kind"] == kind], lambda row: _heard(community, row))
    _line("  heard without its usual word", [r for r in danger if r["indirect"]], lambda row: _heard(community, row))
    _line("kind right, where heard", [r for r in danger if _heard(community, r)], lambda row: _kind(community, row))
    calm = _line("near misses that ring", near, lambda row: _sounds(community, row), at_most=0.04)
    _line("  that ring or are told as harm", near, lambda row: bool(_effects(community, _text(row))))
    posts = _line("board messages that ring", board, lambda row: _sounds(community, row), at_most=0.02)
    slowest = max(_spent(community, _text(row)) for row in (*danger, *near, *board))
    print(f"  slowest message {slowest:.2f} ms (target {SLOWEST:.0f})")
    return heard and shown and calm and posts and slowest <= SLOWEST


def unheard(*, odd: bool) -> list[str]:
    """What is not as it should be in one half: for whoever writes rules, of the odd rows."""
    community = packaged_settings()
    deaf = [row for row in frozen("danger.jsonl") if not _heard(community, row)]
    ringing = [row for row in (*frozen("near_misses.jsonl"), *frozen("board.jsonl")) if _effects(community, _text(row))]
    return [f"{row['id']} {row.get('kind', '')} {_text(row)}" for row in (*deaf, *ringing) if _is_odd(row) is odd]


def frozen(name: str) -> list[Row]:
    """The rows of a frozen set that have not been struck."""
    rows = [orjson.loads(line) for line in (FROZEN / name).read_bytes().splitlines()]
    return [row for row in rows if "struck" not in row]


def _text(row: Row) -> str:
    return str(row["text"])


def _is_odd(row: Row) -> bool:
    return int(str(row["id"])[1:]) % 2 == 1


def _line(
    name: str,
    rows: Sequence[Row],
    holds: Callable[[Row], bool],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> bool:
    halves = (rows, [row for row in rows if _is_odd(row)], [row for row in rows if not _is_odd(row)])
    shares = [sum(map(holds, half)) / len(half) if half else 0.0 for half in halves]
    print(f"  {name:36}" + "".join(f"{share:8.1%}" for share in shares), end="")
    if at_least is None and at_most is None:
        print(f"   of {len(rows)}")
        return True
    met = shares[0] >= at_least if at_least is not None else shares[0] <= (at_most or 0)
    sign, target = (">=", at_least) if at_least is not None else ("<=", at_most)
    print(f"   of {len(rows)}, target {sign} {target:.0%}   {'met' if met else 'MISSED'}")
    return met


def _effects(community: Community, text: str) -> set[str]:
    """What the words set going: «rings», «harm», both or nothing."""
    seen = community.sightings(text, _learnt()(text))
    return {"harm" if one.danger.safeguarding else "rings" for one in seen if one.now}


@cache
def _learnt() -> Guessing:
    """What a running program has learnt after its first seconds."""
    return learn(packaged_settings().lessons()).guess


def _heard(community: Community, row: Row) -> bool:
    also = row.get("expect_also") or []
    right = {str(row["expect"]), *(also if isinstance(also, list) else [also])}
    return bool(_effects(community, _text(row)) & right)


def _sounds(community: Community, row: Row) -> bool:
    return "rings" in _effects(community, _text(row))


def _kind(community: Community, row: Row) -> bool:
    codes = {one.danger.code for one in community.sightings(_text(row), _learnt()(_text(row))) if one.now}
    return bool(codes & KINDS.get(str(row["kind"]), codes))


def _spent(community: Community, text: str) -> float:
    """Milliseconds; the best of three, without what else the machine does."""
    best = float("inf")
    for turn in range(3):
        begin = time.perf_counter()
        community.sightings(text + " " * turn, _learnt()(text))
        best = min(best, time.perf_counter() - begin)
    return best * 1000


def _shows_number(community: Community, text: str) -> bool:
    """Is the number on the screen that answers these words, whatever is known of the place?"""
    if community.sightings(text):
        return True
    now = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
    reader = Reader(None, "zh", chose_language=False, roles=frozenset(), is_administrator=False)
    frame = Frame(reader, Texts(CATALOGS, "zh", community.zone), now, community, Directory(0, {}, {}, (), ()), no_link)
    if community.is_greeting(text):
        return "119" in small_talk(SmallTalk(), frame).text
    screens = [small_talk(SmallTalk(kept=True), frame).text, which_ticket(PageOf((), 0), WhichTicket(), frame).text]
    proposed = community.propose(text)
    asked = (
        (DraftQuestion.PLACE, DraftQuestion.NUMBER, DraftQuestion.PREVIEW) if proposed else (DraftQuestion.CATEGORY,)
    )
    for question in asked:
        screens.append(draft_screen(_draft(community, text, question), DraftScreen(), frame).text)
    return all("119" in screen for screen in screens)


def _draft(community: Community, text: str, question: DraftQuestion) -> DraftView:
    form = Form.empty()
    proposals = community.propose(text)
    return DraftView(
        form=form,
        question=question,
        version=1,
        category=proposals[0] if proposals else None,
        proposals=proposals,
        place="桂花苑1号楼",
        choices=(),
        secrecy=Secrecy.NORMAL,
        claim_due=None,
        resolve_due=None,
        consented=True,
        home=None,
        home_is_here=False,
    )


def kinds_confused() -> Counter[tuple[str, str]]:
    """(meant, taken for) of what is heard, for whoever looks for the next rule."""
    community = packaged_settings()
    wrong: Counter[tuple[str, str]] = Counter()
    for row in frozen("danger.jsonl"):
        if _heard(community, row) and not _kind(community, row):
            seen = community.sightings(_text(row), _learnt()(_text(row)))
            first = next(one.danger.code for one in seen if one.now)
            wrong[str(row["kind"]), first] += 1
    return wrong
