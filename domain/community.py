"""What a community decides for itself: its categories, hours, limits, numbers. Seeded from storage/seed."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.time.ladder import Ladder, Terms, check_ladder
from domain.time.limits import Calendar, Limit, Running
from domain.time.quiet import QuietTime
from domain.unsound import Unsound
from domain.vocabulary import DoorPart, Grade
from domain.words.accusing import AccusationReader, AccusingWords
from domain.words.answers import AnswerIndex, KnownAnswer
from domain.words.categories import Category, CategoryIndex, Group, Names
from domain.words.danger import Danger, DangerScreen, DangerWords, Sighting
from domain.words.guessing import CALM, Guess
from domain.words.meaning import GUESSED, Meaning, MeaningReader, MeaningWords
from domain.words.phrases import Phrases
from domain.words.plain import plain
from domain.words.second_opinion import with_second_opinion

LevelWords = Mapping[DoorPart, Sequence[str]]
"""What people call the parts of a door: 栋, 单元, 室."""


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A telephone number that stands outside this program; `number` None until the office has filled it in."""

    code: str
    number: str | None
    name: Names


@dataclass(frozen=True, slots=True)
class Examples:
    """How people tell of one thing. `means`: the code of a category or a danger, a word of `Meaning`, or `calm`:
    what only sounds like danger. `said`: one sentence a line."""

    means: str
    said: str


@dataclass(frozen=True, slots=True)
class GradeLimits:
    """The two limits of a grade, for tickets whose grade is not their category's own."""

    claim: str
    resolve: str


class _Readers:
    """The community's words, ready to be found. Each list is made when something is first looked for in it: many a
    `Community` is only read, compared or written down."""

    def __init__(self, community: "Community") -> None:
        self._of = community

    @cached_property
    def categories(self) -> CategoryIndex:
        return CategoryIndex(self._of.categories)

    @cached_property
    def dangers(self) -> Mapping[str, Danger]:
        return {danger.code: danger for danger in self._of.dangers}

    @cached_property
    def screen(self) -> DangerScreen:
        return DangerScreen(self._of.dangers, self._of.danger_words)

    @cached_property
    def reader(self) -> MeaningReader:
        return MeaningReader(self._of.meaning_words)

    @cached_property
    def answers(self) -> AnswerIndex:
        return AnswerIndex(self._of.answers)

    @cached_property
    def elsewhere(self) -> AnswerIndex:
        return AnswerIndex(self._of.elsewhere)

    @cached_property
    def still(self) -> Phrases[None]:
        return Phrases((word, None) for word in self._of.still_words)

    @cached_property
    def accusations(self) -> AccusationReader:
        return AccusationReader(self._of.accusing_words)


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
    danger_words: DangerWords = field(default_factory=DangerWords)
    meaning_words: MeaningWords = field(default_factory=MeaningWords)
    accusing_words: AccusingWords = field(default_factory=AccusingWords)
    still_words: Sequence[str] = ()
    """What says that something goes on or has come back: such words are about what was reported before."""
    answers: Sequence[KnownAnswer] = ()
    """What residents ask, and the community knows."""
    elsewhere: Sequence[KnownAnswer] = ()
    """Other bodies' business, and whose."""
    examples: Sequence[Examples] = ()
    office_phone: str | None = None
    reopen_days: int = 15
    """For so long a reporter may take up again what is closed."""
    steward_wait_working_days: int = 3
    """For so long a steward may let a ticket rest alone; longer needs a superior."""
    invitation_days: int = 14
    draft_hours: int = 24
    inbox_hours: int = 48
    """For so long it is remembered that an update was handled."""
    set_aside_days: int = 14
    nudge_hours: int = 24
    messages_per_minute: int = 20
    new_tickets_per_day: int = 10
    keep_repairs_days: int = 180
    keep_disputes_days: int = 90
    keep_matters_days: int = 730
    keep_members_days: int = 30
    """That somebody spoke for a household, after its end."""
    keep_rounds_days: int = 30
    """Who walked a round, after it closed."""
    keep_register_days: int = 1826
    """Doors of the register that are no more."""
    term_reminders_days: Sequence[int] = (182, 91, 14)
    """Days before the end of a body's term at which its contacts and the office read of it."""
    hand_over_days: int = 10
    """For handing over accounts, seal, keys and papers once a term is over."""
    confirm_reminder_days: int = 3
    confirm_close_days: int = 7
    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()
    _by_code: Mapping[str, Category] = field(init=False, repr=False, default_factory=dict)
    _terms: Terms = field(init=False, repr=False, compare=False)
    _readers: "_Readers" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {category.code: category for category in self.categories})
        check_ladder(self.ladder)
        object.__setattr__(self, "_readers", _Readers(self))
        self._keep_terms()

    def _keep_terms(self) -> None:
        terms = Terms(
            calendar=Calendar(_zone(self.zone), self.hours, self.days_off, self.working_weekends),
            quiet=QuietTime(self.quiet[0], self.p1_from, self.others_from),
            ladder=self.ladder,
            p1_window=self.p1_claim_hours,
            remind_after=timedelta(days=self.confirm_reminder_days),
            close_after=timedelta(days=self.confirm_close_days),
        )
        object.__setattr__(self, "_terms", terms)

    def with_days(self, zone: str, days_off: frozenset[date], working_weekends: frozenset[date]) -> "Community":
        """The same by another calendar. Its words, which take a quarter of a second to be made ready, stay ready."""
        other = copy(self)
        object.__setattr__(other, "zone", zone)
        object.__setattr__(other, "days_off", days_off)
        object.__setattr__(other, "working_weekends", working_weekends)
        other._keep_terms()
        return other

    def category(self, code: str) -> Category:
        """By its code; a code nobody knows is a KeyError, since codes are never typed by people."""
        return self._by_code[code]

    def has_category(self, code: str) -> bool:
        return code in self._by_code

    def offers(self, code: str) -> bool:
        """Can a new report have this category? A retired one stays known for the tickets that have it."""
        return code in self._by_code and not self._by_code[code].retired

    def in_group(self, code: str) -> list[Category]:
        """The categories on one shelf that are still offered."""
        return [category for category in self.categories if category.group == code and not category.retired]

    def frequent(self) -> list[Category]:
        """What is offered where nothing can be guessed, as of a voice: the first of every shelf, as the office has
        ordered them. What is danger now has buttons of its own."""
        offered = (self.in_group(group.code) for group in self.groups)
        calm = ([one for one in shelf if one.grade is not Grade.P0] for shelf in offered)
        return [shelf[0] for shelf in calm if shelf]

    def propose(self, text: str, guesses: Sequence[Guess] = ()) -> list[Category]:
        """What a text is most likely about, likeliest first."""
        return self._readers.categories.propose(text, guesses)

    def names(self, text: str, code: str) -> bool:
        """Does a phrase of that category stand in the text?"""
        return self._readers.categories.names(text, code)

    def named_in(self, text: str) -> frozenset[str]:
        """The categories whose phrases stand in the text, by their codes."""
        return self._readers.categories.named_in(text)

    def says_still(self, text: str) -> bool:
        """Do the words say that something goes on, or has come back?"""
        return self._readers.still.stand_in(plain(text).strip())

    def lessons(self) -> dict[str, list[str]]:
        """What guesses are learnt from, in the order of the settings: examples, phrases and names by what they mean.
        Danger that has no examples is not guessed: its words ring."""
        said = {one.means: one.said.splitlines() for one in self.examples}
        offered = [
            category
            for category in self.categories
            if not category.retired and (category.code in said or category.grade is not Grade.P0)
        ]
        others = (*GUESSED, *(name for name in (CALM, *(one.code for one in self.dangers)) if name in said))
        lessons = {name: said.get(name, []) for name in (*(category.code for category in offered), *others)}
        for category in offered:
            phrases = (*category.words, *category.words_en, *category.name.values())
            lessons[category.code] += [phrase.replace("…", "") for phrase in phrases]
        return lessons

    def sightings(self, text: str, guesses: Sequence[Guess] = ()) -> Sequence[Sighting]:
        """The dangers a text speaks of, those that are now first."""
        return with_second_opinion(self._readers.screen.sightings(text), text, guesses, self._readers.dangers)

    def calls_off(self, text: str) -> bool:
        """Do these words call an alarm off?"""
        return self._readers.screen.calls_off(text)

    @property
    def screen(self) -> DangerScreen:
        return self._readers.screen

    def danger(self, code: str) -> Danger | None:
        return self._readers.dangers.get(code)

    def meaning(self, text: str, guesses: Sequence[Guess] = ()) -> Meaning:
        """Is it a report at all?"""
        return self._readers.reader.read(text, self._readers.categories, guesses)

    def answer(self, text: str) -> KnownAnswer | None:
        """What is written down for such a question."""
        return self._readers.answers.find(text)

    def elsewhere_for(self, text: str) -> KnownAnswer | None:
        """Whose business it is instead."""
        return self._readers.elsewhere.find(text)

    @property
    def reader(self) -> MeaningReader:
        """What else a sentence asks for."""
        return self._readers.reader

    def is_greeting(self, text: str) -> bool:
        """Surely nothing else, even in the middle of a report: thanks, «好的», an emoji."""
        return self._readers.reader.is_small_talk(text)

    @property
    def accusations(self) -> AccusationReader:
        """Whom a text complains of."""
        return self._readers.accusations

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


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: it is a folder of zones
        raise Unsound("zone", why="is no zone that is known; for example Asia/Shanghai") from None


@dataclass(frozen=True, slots=True)
class Promise:
    """Until when it should be claimed and solved."""

    claim_due: datetime
    resolve_due: datetime
