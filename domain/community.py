"""What a community decides for itself: its categories, hours, limits, numbers. Seeded from storage/seed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.ladder import Ladder, Terms, check_ladder
from domain.limits import Calendar, Limit, Running
from domain.quiet import QuietTime
from domain.words import Grade, Kind, Part

Names = Mapping[str, str]
"""A text by language: `zh` and `en`, both always there."""


LevelWords = Mapping[Part, Sequence[str]]
"""What people call the parts of a door: 栋, 单元, 室."""


@dataclass(frozen=True, slots=True)
class Group:
    """A shelf of categories: the first of two taps."""

    code: str
    name: Names


@dataclass(frozen=True, slots=True)
class Category:
    """What a report is about, with its two limits, its helpers and what to say at once."""

    code: str
    group: str
    name: Names
    kind: Kind
    grade: Grade
    claim: str
    resolve: str
    helpers: Names
    words: Sequence[str] = ()
    words_en: Sequence[str] = ()
    danger_words: Sequence[str] = ()
    advice: Names | None = None
    urgent_when: Names | None = None
    urgent_grade: Grade | None = None
    gb_class: str | None = None
    safety: bool = False
    follow_up_days: int | None = None


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that mean danger at this moment, and what to say at once."""

    code: str
    kind: str
    words: Sequence[str]
    number: str
    advice: Names
    words_en: Sequence[str] = ()
    category: str | None = None


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A telephone number that stands outside this program; `number` None until the office has filled it in."""

    code: str
    number: str | None
    name: Names
    local: bool = False


@dataclass(frozen=True, slots=True)
class GradeLimits:
    """The two limits of a grade, for tickets whose grade is not their category's own."""

    claim: str
    resolve: str


@dataclass(frozen=True, slots=True)
class Community:
    """All of it, one version."""

    name: Names
    zone: str
    hours: Mapping[str, Sequence[tuple[time, time]]]
    p1_claim_hours: tuple[time, time]
    boundary: Names
    emergency_numbers: Sequence[EmergencyNumber]
    groups: Sequence[Group]
    categories: Sequence[Category]
    limits_by_grade: Mapping[Grade, GradeLimits]
    ladder: Ladder
    quiet: tuple[time, time]
    p1_from: time
    others_from: time
    level_words: LevelWords = field(default_factory=dict)
    words_in_places: Mapping[str, LevelWords] = field(default_factory=dict)
    """By the code of a compound: the words that mean something else there."""
    dangers: Sequence[Danger] = ()
    risk_words: Sequence[str] = ()
    office_phone: str | None = None
    draft_hours: int = 24
    nudge_hours: int = 24
    messages_per_minute: int = 20
    new_tickets_per_day: int = 10
    keep_repairs_days: int = 180
    keep_disputes_days: int = 90
    confirm_reminder_days: int = 3
    confirm_close_days: int = 7
    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()
    _by_code: Mapping[str, Category] = field(init=False, repr=False, default_factory=dict)
    _terms: Terms = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {category.code: category for category in self.categories})
        check_ladder(self.ladder)
        if min(self.keep_repairs_days, self.keep_disputes_days) < 1:
            raise ValueError("retention: words are kept for at least one day after a ticket has ended")
        terms = Terms(
            calendar=Calendar(ZoneInfo(self.zone), self.hours, self.days_off, self.working_weekends),
            quiet=QuietTime(self.quiet[0], self.p1_from, self.others_from),
            ladder=self.ladder,
            p1_window=self.p1_claim_hours,
            remind_after=timedelta(days=self.confirm_reminder_days),
            close_after=timedelta(days=self.confirm_close_days),
        )
        object.__setattr__(self, "_terms", terms)

    def category(self, code: str) -> Category:
        """By its code; a code nobody knows is a KeyError, since codes are never typed by people."""
        return self._by_code[code]

    def has_category(self, code: str) -> bool:
        return code in self._by_code

    def in_group(self, code: str) -> list[Category]:
        return [category for category in self.categories if category.group == code]

    def calendar(self) -> Calendar:
        return self._terms.calendar

    @property
    def terms(self) -> Terms:
        """Everything about time that the ladder goes by."""
        return self._terms

    def limits_of(self, category: Category, grade: Grade) -> "GradeLimits":
        """Both limits of a ticket: its category's, or its grade's when that was raised above the category's."""
        if grade is category.grade:
            return GradeLimits(category.claim, category.resolve)
        return self.limits_by_grade[grade]

    def promise(self, category: Category, grade: Grade, at: datetime) -> "Promise":
        """Both limits of a ticket filed at `at`. P1's claim clock rests outside 07:00–22:00; P0 never rests."""
        limits, calendar = self.limits_of(category, grade), self._terms.calendar
        window = self.p1_claim_hours if grade is Grade.P1 else None
        claim = Running(Limit.parse(limits.claim), at, window=window)
        return Promise(claim.at(100, calendar), Running(Limit.parse(limits.resolve), at).at(100, calendar))


@dataclass(frozen=True, slots=True)
class Promise:
    """Until when it should be claimed and solved."""

    claim_due: datetime
    resolve_due: datetime


def propose_categories(text: str, categories: Sequence[Category]) -> list[Category]:
    """The categories whose key words stand in the text, most likely first.

    A word inside a longer one that also stands there does not count again; longer words weigh more.
    """
    lowered = text.lower()
    found: dict[str, int] = {}
    for position, category in enumerate(categories):
        for word in (*category.words, *category.words_en, *category.danger_words):
            if _stands_in(word.lower(), lowered):
                found.setdefault(word.lower(), position)
    scores: dict[int, int] = {}
    for word, position in found.items():
        if not any(word != longer and word in longer for longer in found):
            scores[position] = scores.get(position, 0) + len(word) ** 2
    return [categories[position] for position in sorted(scores, key=lambda p: (-scores[p], p))]


def dangers_in(text: str, community: Community) -> list[Danger]:
    """Danger at this moment, by key words, sentence by sentence.

    Words of risk or past (万一, 隐患, 曾经) in the same sentence make an emergency none; they never silence
    violence, harm to a child or self-harm.
    """
    found: list[Danger] = []
    for sentence in _SENTENCES.split(text.lower()):
        risky = any(word in sentence for word in community.risk_words)
        for danger in community.dangers:
            if danger in found or (risky and danger.kind != "safeguarding"):
                continue
            if any(_stands_in(word.lower(), sentence) for word in (*danger.words, *danger.words_en)):
                found.append(danger)
    return found


_SENTENCES = re.compile(r"[。！？!?;；\n]|\.\s")
_LATIN = re.compile(r"[a-z]")


def _stands_in(word: str, text: str) -> bool:
    """Chinese words anywhere; Latin ones as whole words."""
    if word not in text:
        return False
    return not _LATIN.match(word) or re.search(rf"\b{re.escape(word)}\b", text) is not None
