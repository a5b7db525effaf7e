"""Words: the category among the proposals, danger that is now, small talk, and how long reading one message takes."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

from benchmarks.evaluate import Half, Row, rows
from domain.community import Community
from domain.tickets.report_form import MAX_REPORT_CHARACTERS
from domain.words import categories, danger
from domain.words.categories import MAX_PROPOSED
from domain.words.danger import DangerScreen, DangerWords
from domain.words.guessing import Guessing, learn
from domain.words.meaning import Meaning
from storage.settings.community import packaged_settings

JUDGED = Path(__file__).with_name("judged_categories.txt")
MOST_CONFUSED = 15


def evaluate(folder: Path, half: Half) -> bool:
    """Print the tables of one half; False when a target is missed."""
    begin = time.perf_counter()
    community = packaged_settings()
    started = time.perf_counter() - begin
    reports, talk = rows(folder, "reports.jsonl", half), rows(folder, "not_reports.jsonl", half)
    print(f"words: {len(reports)} reports, {len(talk)} chat lines ({half})")
    guess = _guess(community)
    met = [
        _categories(community, reports, guess),
        _danger(community, reports, talk),
        _meaning(community, reports, talk, guess),
        _speed(community, [*reports, *talk], started, guess),
    ]
    return all(met)


def _said(row: Row) -> str:
    return str(row["text"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _line(name: str, value: float, target: float, *, at_most: bool = False) -> bool:
    met = value <= target if at_most else value >= target
    sign = "<=" if at_most else ">="
    print(f"  {name:52} {value:7.1%}   target {sign} {target:.0%}   {'met' if met else 'MISSED'}")
    return met


def _guess(community: Community) -> Guessing:
    """What a running program has learnt after its first second."""
    return learn(community.lessons()).guess


@cache
def _judged() -> dict[str, list[str]]:
    lines = [line.split() for line in JUDGED.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {line[0]: line[1:] for line in lines}


def _categories(community: Community, reports: Sequence[Row], guess: Guessing) -> bool:
    judged = [(_said(row), _judged()[str(row["id"])]) for row in reports if str(row["id"]) in _judged()]
    proposed = [
        [category.code for category in community.propose(text, guess(text))[:MAX_PROPOSED]] for text, _ in judged
    ]
    first = sum(codes[:1] != [] and codes[0] in right for codes, (_, right) in zip(proposed, judged, strict=True))
    among = sum(bool(set(codes) & set(right)) for codes, (_, right) in zip(proposed, judged, strict=True))
    best = sum(codes[:1] == right[:1] for codes, (_, right) in zip(proposed, judged, strict=True))
    print(f" category ({len(judged)} rows judged by a person)")
    met = _line(f"among the {MAX_PROPOSED} proposed", _share(among, len(judged)), 0.90)
    met = _line("first", _share(first, len(judged)), 0.75) and met
    print(f"  {'first, and the very one the person put first':52} {_share(best, len(judged)):7.1%}")
    _ablations(community, judged, guess)
    wrong = Counter(
        (right[0], codes[0] if codes else "-")
        for codes, (_, right) in zip(proposed, judged, strict=True)
        if not codes or codes[0] not in right
    )
    print("  still confused (meant -> proposed): " + ", ".join(f"{a} -> {b} {n}" for (a, b), n in _most(wrong)))
    return met


def _most(counted: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return counted.most_common(MOST_CONFUSED)


def _ablations(community: Community, judged: Sequence[tuple[str, list[str]]], guess: Guessing) -> None:
    """What each rule of the proposal brings: the same rows without it."""

    def measured(name: str, propose: Callable[[str], Sequence[str]]) -> None:
        lists = [propose(text)[:MAX_PROPOSED] for text, _ in judged]
        first = sum(bool(codes) and codes[0] in right for codes, (_, right) in zip(lists, judged, strict=True))
        among = sum(bool(set(codes) & set(right)) for codes, (_, right) in zip(lists, judged, strict=True))
        print(f"  {name:52} first {_share(first, len(judged)):6.1%}  among {_share(among, len(judged)):6.1%}")

    def codes(text: str) -> list[str]:
        return [category.code for category in community.propose(text, guess(text))]

    def without(name: str, value: float) -> Callable[[str], list[str]]:
        def propose(text: str) -> list[str]:
            kept = getattr(categories, name)
            setattr(categories, name, value)
            try:
                return codes(text)
            finally:
                setattr(categories, name, kept)

        return propose

    whole_words = [replace(one, words=[word for word in one.words if "…" not in word]) for one in community.categories]
    index = categories.CategoryIndex(whole_words)
    measured("  by phrases alone", lambda text: [category.code for category in community.propose(text)])
    measured("  without the weight of the first line", without("_FIRST_LINE", 1.0))
    measured("  without counting what is said again", without("_AGAIN", 0.0))
    measured(
        "  without phrases in two parts («灯…坏»)", lambda text: [one.code for one in index.propose(text, guess(text))]
    )


def _alarms(screen: DangerScreen, said: Sequence[str]) -> int:
    return sum(any(one.now and not one.danger.safeguarding for one in screen.sightings(text)) for text in said)


def _danger(community: Community, reports: Sequence[Row], talk: Sequence[Row]) -> bool:
    print(" danger that is now (the board's messages hold hardly any)")
    said = [_said(row) for row in reports]
    around = community.danger_words
    share = _share(_alarms(community.screen, said), len(said))
    met = _line("board messages that would raise an alarm", share, 0.02, at_most=True)
    for name, fewer in (
        ("key words alone", DangerWords()),
        ("without words of risk", replace(around, risk=())),
        ("without words of the past", replace(around, past=())),
        ("without what stands right after («…报警器»)", replace(around, nouns=())),
        ("without denials", replace(around, negations=())),
    ):
        alarms = _alarms(DangerScreen(community.dangers, fewer), said)
        print(f"  {'  ' + name:52} {_share(alarms, len(said)):7.1%}")
    letter, danger.LETTER_CHARACTERS = danger.LETTER_CHARACTERS, MAX_REPORT_CHARACTERS
    print(f"  {'  a letter taken for a cry for help':52} {_share(_alarms(community.screen, said), len(said)):7.1%}")
    danger.LETTER_CHARACTERS = letter
    harm = sum(any(one.danger.safeguarding for one in community.sightings(text)) for text in said)
    chat = _alarms(community.screen, [_said(row) for row in talk])
    print(f"  words of harm to people: {harm}; chat lines that would raise an alarm: {chat}")
    return met


def _meaning(community: Community, reports: Sequence[Row], talk: Sequence[Row], guess: Guessing) -> bool:
    print(" a report or not")

    def is_report(text: str) -> bool:
        return community.meaning(text, guess(text)) is Meaning.REPORT

    opened = sum(is_report(_said(row)) for row in talk)
    mistaken = sum(not is_report(_said(row)) for row in reports)
    titles = sum(not is_report(_said(row).strip().split("\n")[0]) for row in reports)
    met = _line("chat lines that open no draft", 1 - _share(opened, len(talk)), 0.97)
    met = _line("reports mistaken for chat", _share(mistaken, len(reports)), 0.03, at_most=True) and met
    print(f"  {'  their titles alone, as short as chat':52} {_share(titles, len(reports)):7.1%}")
    return met


def _speed(community: Community, said: Sequence[Row], started: float, guess: Guessing) -> bool:
    spent, guessed = [], []
    for row in said:
        begin = time.perf_counter()
        guesses = guess(_said(row))
        guessed.append(time.perf_counter() - begin)
        community.sightings(_said(row))
        community.meaning(_said(row), guesses)
        community.propose(_said(row), guesses)
        spent.append(time.perf_counter() - begin)
    longest = max(spent) * 1000
    print(f" speed: median {median(spent) * 1000:.2f} ms a message (target 2), longest {longest:.1f} ms, ", end="")
    print(f"of it guessing {median(guessed) * 1000:.3f} ms (target 0.1); settings read in {started:.2f} s (target 0.3)")
    return median(spent) <= 0.002 and median(guessed) <= 0.0001 and started <= 0.3
