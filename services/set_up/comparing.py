"""The tables and the chat are two writers of one truth. Each row's last import is remembered: what the table said, and
how it stood here afterwards. Whatever is otherwise now was changed by the one or by the other since."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from services.set_up.findings import FaultyFiles
from services.set_up.rows import CheckedRow
from storage.models import TableLine
from storage.places.set_up import SetUpStore

Value: TypeAlias = "str | int | list[Value] | None"
Fields = Mapping[str, Value]
REST = "rest"


class Verdict(StrEnum):
    """What becomes of a difference."""

    OPEN = "open"
    TAKE = "take"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Choice:
    """The differences in which the table's word is taken, and those in which the chat's is kept, by number. `rest`:
    what becomes of all others."""

    take: frozenset[int] = frozenset()
    keep: frozenset[int] = frozenset()
    rest: Verdict = Verdict.OPEN

    @classmethod
    def read(cls, take: str, keep: str) -> "Choice":
        """«3,7» and «rest», as they are written on the command line. Raises `FaultyFiles` with what is wrong."""
        taken, rest_taken = _numbers(take)
        kept, rest_kept = _numbers(keep)
        both = sorted(taken & kept)
        if both or (rest_taken and rest_kept):
            named = ", ".join(map(str, both)) or REST
            raise FaultyFiles(f"--take-file and --keep-chat both name {named}")
        rest = Verdict.TAKE if rest_taken else Verdict.KEEP if rest_kept else Verdict.OPEN
        return cls(taken, kept, rest)

    def of(self, number: int) -> Verdict:
        if number in self.take:
            return Verdict.TAKE
        return Verdict.KEEP if number in self.keep else self.rest


UNDECIDED = Choice()


def _numbers(words: str) -> tuple[frozenset[int], bool]:
    items = [item for item in words.replace("，", ",").replace(" ", ",").lower().split(",") if item]
    wrong = [item for item in items if item != REST and not (item.isascii() and item.isdigit() and 0 < len(item) < 7)]
    if wrong:
        raise FaultyFiles(f"«{wrong[0]}» is no number of a difference; write numbers such as 3,7 or the word {REST}")
    return frozenset(int(item) for item in items if item != REST), REST in items


@dataclass(frozen=True, slots=True)
class Difference:
    """A row whose table and chat say different things. `sides`: column, the table's word, what stands here."""

    number: int
    file: str
    row: int
    what: str
    sides: tuple[tuple[str, str, str], ...]
    decision: Verdict
    hint: str = ""


def digest(value: object) -> str | None:
    """Enough to see that something has changed, and too little to find out what it was: names, telephones and accounts
    are remembered so, for nobody who is deleted may stand here still."""
    return None if value is None else hashlib.sha256(str(value).encode()).hexdigest()[:4]


@dataclass(slots=True)
class Comparison:
    """The tables compared with what stands here, row by row."""

    store: SetUpStore
    choice: Choice
    differences: list[Difference] = field(default_factory=list)
    _known: dict[tuple[str, str], TableLine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = {(line.sheet, line.subject): line for line in self.store.table_lines()}

    def knows(self, sheet: str, subject: str | None = None) -> bool:
        """Has such a row been imported since imports are remembered?"""
        if subject is not None:
            return (sheet, subject) in self._known
        return any(one == sheet for one, _ in self._known)

    def said(self, sheet: str, subject: str, column: str) -> object:
        """What the table said at its last import."""
        return self._known[sheet, subject].said.get(column)

    def is_new(self, sheet: str, subject: str, file: Fields) -> None:
        """The row was just written as the table says."""
        self._remember(sheet, subject, dict(file), dict(file))

    def settle(
        self,
        sheet: str,
        subject: str,
        line: CheckedRow,
        what: str,
        file: Fields,
        here: Fields,
        *,
        shown: Mapping[str, tuple[str, str]] | None = None,
        ask_about: frozenset[str] = frozenset(),
        grows: frozenset[str] = frozenset(),
        hint: str = "",
    ) -> Fields:
        """What is to be written, by column.

        What only the table has changed is taken. What the chat has changed, and what nothing is known about, differs:
        one number for the row, decided by the choice. `ask_about`: columns that differ whoever changed them; `grows`:
        lists to which the chat adds, and what it added stays beside what the table says.
        """
        known = self._known.get((sheet, subject))
        said, stood = (dict(known.said), dict(known.stood)) if known is not None else ({}, {})
        taken: dict[str, Value] = {}
        asked = []
        for column, value in file.items():
            is_known = column in said
            if column in grows and is_known:
                if (grown := _grown(value, here[column], said[column])) != here[column] and said[column] != value:
                    taken[column] = grown
                continue
            if value == here[column]:
                continue
            table_moved = not is_known or said[column] != value
            chat_moved = not is_known or stood[column] != here[column]
            if column in ask_about and table_moved:
                asked.append(column)
            elif not is_known and here[column] in (None, []):
                taken[column] = value
            elif chat_moved:
                asked.append(column)
            elif table_moved:
                taken[column] = value
        decision = self._ask(line, what, asked, file, here, shown or {}, hint) if asked else Verdict.OPEN
        if decision is Verdict.TAKE:
            taken.update((column, file[column]) for column in asked)
        for column, value in file.items():
            if column not in asked or decision is not Verdict.OPEN:
                said[column] = value
                stood[column] = taken.get(column, here[column])
        self._remember(sheet, subject, said, stood)
        return taken

    def _ask(
        self,
        line: CheckedRow,
        what: str,
        asked: Sequence[str],
        file: Fields,
        here: Fields,
        shown: Mapping[str, tuple[str, str]],
        hint: str,
    ) -> Verdict:
        number = len(self.differences) + 1
        decision = self.choice.of(number)
        sides = tuple((column, *shown.get(column, (_said(file[column]), _said(here[column])))) for column in asked)
        self.differences.append(Difference(number, line.file, line.row, what, sides, decision, hint))
        return decision

    def _remember(self, sheet: str, subject: str, said: dict[str, object], stood: dict[str, object]) -> None:
        known = self._known.get((sheet, subject))
        if known is None:
            self._known[sheet, subject] = self.store.remember_line(sheet, subject, said, stood)
        elif (known.said, known.stood) != (said, stood):
            known.said, known.stood = said, stood

    def finish(self) -> None:
        """Raises `FaultyFiles` when a number was chosen that no difference has."""
        unknown = sorted(n for n in self.choice.take | self.choice.keep if n > len(self.differences))
        if unknown:
            there = f"there are {len(self.differences)}" if self.differences else "nothing differs"
            raise FaultyFiles(f"there is no difference {', '.join(map(str, unknown))}; {there}")


def _grown(file: Value, here: Value, said: object) -> Value:
    """The table's list, and behind it what the chat has added to the one before."""
    assert isinstance(file, list)
    assert isinstance(here, list)
    assert isinstance(said, list)
    return [*file, *(one for one in here if one not in said and one not in file)]


def _said(value: Value) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    return "; ".join(map(_said, value)) if isinstance(value, list) else str(value)
