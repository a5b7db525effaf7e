"""Are these settings sound? What their shape cannot say: shelves and categories that fit, phrases that mean one thing,
terms that are not over before they begin."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import get_type_hints

from domain.community import Community
from domain.time.limits import Limit
from domain.unsound import Unsound, Where
from domain.vocabulary import CHAIN, Grade
from domain.words.categories import Names
from domain.words.danger import EMERGENCY, SAFEGUARDING
from domain.words.phrases import is_phrase

AT_LEAST: Mapping[str, int] = {
    "reopen_days": 0,
    "steward_wait_working_days": 1,
    "invitation_days": 1,
    "nudge_hours": 0,
    "confirm_reminder_days": 1,
    "messages_per_minute": 0,
    "new_tickets_per_day": 0,
    "keep_repairs_days": 1,
    "keep_disputes_days": 1,
    "keep_matters_days": 1,
    "keep_members_days": 1,
    "keep_rounds_days": 1,
    "keep_register_days": 1,
    "hand_over_days": 1,
    "draft_hours": 1,
    "inbox_hours": 24,
    "set_aside_days": 1,
}
"""Telegram repeats an update it was not thanked for within a day: `inbox_hours` outlasts that."""
_PHONE = re.compile(r"[+\d][\d -]{2,18}")
MAX_INVITATION_DAYS = 60
"""Days."""


def faults_of(community: Community) -> Iterator[Unsound]:
    """Everything that is wrong, in the order of the settings."""
    yield from _terms(community)
    yield from _limits(community)
    yield from _categories(community)
    yield from _dangers(community)
    yield from _accusing(community)
    yield from _answers(community)


def texts_in(value: object, where: Where = ()) -> Iterator[tuple[Where, Names]]:
    """Every text by language, wherever in the settings it stands."""
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        for field in fields(value):
            if field.name.startswith("_"):
                continue
            inner = getattr(value, field.name)
            if hints[field.name] in (Names, Names | None):
                if inner is not None:
                    yield (*where, field.name), inner
            else:
                yield from texts_in(inner, (*where, field.name))
    elif isinstance(value, (list, tuple)):
        for row, inner in enumerate(value):
            yield from texts_in(inner, (*where, row))


def _terms(community: Community) -> Iterator[Unsound]:
    for name, least in AT_LEAST.items():
        if getattr(community, name) < least:
            yield Unsound(name, why=f"is at least {least}")
    if community.invitation_days > MAX_INVITATION_DAYS:
        yield Unsound("invitation_days", why=f"is at most {MAX_INVITATION_DAYS}")
    if min(community.term_reminders_days, default=0) < 1:
        yield Unsound("term_reminders_days", why="is one number of days or more, each at least 1")
    if community.confirm_close_days <= community.confirm_reminder_days:
        yield Unsound("confirm_close_days", why="is more than confirm_reminder_days: one is reminded, then it closes")
    begins, ends = community.p1_claim_hours
    if begins >= ends:
        yield Unsound("p1_claim_hours", why="the first time is earlier than the second")
    if community.quiet[1] != community.p1_from:
        yield Unsound("quiet", 1, why="is when P1 may be told again: the same time as p1_from")


def _limits(community: Community) -> Iterator[Unsound]:
    for grade in Grade:
        if grade not in community.limits_by_grade:
            yield Unsound("limits_by_grade", str(grade), why="is missing")
    for grade, limits in community.limits_by_grade.items():
        yield from _limit(limits.claim, "limits_by_grade", str(grade), "claim")
        yield from _limit(limits.resolve, "limits_by_grade", str(grade), "resolve")
    for row, category in enumerate(community.categories):
        yield from _limit(category.claim, "categories", row, "claim")
        yield from _limit(category.resolve, "categories", row, "resolve")


def _limit(written: str, *where: str | int) -> Iterator[Unsound]:
    try:
        Limit.parse(written)
    except ValueError:
        yield Unsound(*where, why="is a number above 0 with w, n, m or d (working hours, hours, minutes, days): 4w")


def _categories(community: Community) -> Iterator[Unsound]:
    shelves = {group.code for group in community.groups}
    seen: set[str] = set()
    phrases: dict[str, str] = {}
    for row, category in enumerate(community.categories):
        if category.code in seen:
            yield Unsound("categories", row, "code", why=f"category {category.code} stands there twice")
        seen.add(category.code)
        if category.group not in shelves:
            yield Unsound("categories", row, "group", why=f"stands on shelf {category.group}, which does not exist")
        for name in ("words", "words_en"):
            for word in getattr(category, name):
                if not is_phrase(word):
                    yield Unsound("categories", row, name, why=f"«{word}» is no phrase")
                other = phrases.setdefault(word.lower(), category.code)
                if other != category.code and not category.retired:
                    yield Unsound("categories", row, name, why=f"«{word}» belongs to {other} and to {category.code}")


def _dangers(community: Community) -> Iterator[Unsound]:
    for row, danger in enumerate(community.dangers):
        if danger.kind not in (EMERGENCY, SAFEGUARDING):
            yield Unsound("dangers", row, "kind", why=f"is {EMERGENCY} or {SAFEGUARDING}")
        for name in ("words", "words_en"):
            unfit = [word for word in getattr(danger, name) if not is_phrase(word)]
            yield from (Unsound("dangers", row, name, why=f"«{word}» is no phrase") for word in unfit)
        for number, crossing in enumerate(danger.crossed):
            for name in ("nouns", "verbs", "whom", "unless"):
                unfit = [word for word in getattr(crossing, name) if not is_phrase(word)]
                where = ("dangers", row, "crossed", number, name)
                yield from (Unsound(*where, why=f"«{word}» is no phrase") for word in unfit)
        if not danger.safeguarding and (danger.category is None or not community.offers(danger.category)):
            yield Unsound("dangers", row, "category", why=f"danger {danger.code} opens no category that is offered")


def _accusing(community: Community) -> Iterator[Unsound]:
    accusing = community.accusing_words
    for name in ("against", "conduct", "harmless"):
        unfit = [word for word in getattr(accusing, name) if not is_phrase(word)]
        yield from (Unsound("accusing_words", name, why=f"«{word}» is no phrase") for word in unfit)
    for role in accusing.titles:
        if role not in CHAIN:
            yield Unsound("accusing_words", "titles", str(role), why="stands beside the chain")


def _answers(community: Community) -> Iterator[Unsound]:
    for where, answers in (("answers", community.answers), ("elsewhere", community.elsewhere)):
        codes = set[str]()
        for row, answer in enumerate(answers):
            if answer.code in codes:
                yield Unsound(where, row, "code", why=f"{answer.code} stands there twice")
            codes.add(answer.code)
            for name in ("words", "words_en"):
                unfit = [word for word in getattr(answer, name) if not is_phrase(word)]
                yield from (Unsound(where, row, name, why=f"«{word}» is no phrase") for word in unfit)
            if answer.phone is not None and not _PHONE.fullmatch(answer.phone):
                yield Unsound(where, row, "phone", why="is a telephone number: digits and -")
    unfit = [word for word in community.still_words if not is_phrase(word)]
    yield from (Unsound("still_words", why=f"«{word}» is no phrase") for word in unfit)
    unfit = [word for word in community.meaning_words.who if not is_phrase(word)]
    yield from (Unsound("meaning_words", "who", why=f"«{word}» is no phrase") for word in unfit)
