"""Which of some buttons somebody's words mean: its label, or a saying of its press. No database, no decision."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.words.sayings import Clause, asks, clauses_of, forms_of, has_question_mark, is_said_aside, whole, width
from handlers.subject import Meant, Subjects
from messages.drawing.buttons import Button

ShownButtons = Sequence[tuple[str, Button]]

LONGEST_LABEL = 12
"""Characters (domain/words/sayings.py): nothing longer is looked for among labels."""
_COUNTED = re.compile(r"^\d+\. ")
_BRACKET = re.compile("[（(]")
_TICKET = re.compile(r"\d{4}-\d{4}")
_PICKS = re.compile(r"^(?:换成|改成|改为|就选|我选|选择|选|就是|是|点|按|choose|pick|change to|change it to)\s*")
"""«换成漏水»: a label, chosen."""
_PARTED = re.compile(r"[，,：:；;（()）。]")
_OF_LABEL = 1000
"""A label outweighs every saying."""


@dataclass(frozen=True, slots=True)
class ButtonMeant:
    """The button that is meant. `sentence`: the words say more than its label does. `others`: clauses that are no
    other answer, and may tell of something else."""

    button: Button
    sentence: bool
    others: Sequence[Clause]


def may_mean_a_button(subjects: Subjects, words: str, tells_of_trouble: Callable[[str], bool]) -> bool:
    """Worth a look at what was shown? Most that people write is not: whoever begins with a trouble reports it."""
    if width(words) <= LONGEST_LABEL:
        return True
    clauses = clauses_of(words)
    heard = [bool(subjects.said.heard(clause.forms)) for clause in clauses]
    return any(heard) and (heard[0] or not tells_of_trouble(clauses[0].written))


def meant_by(subjects: Subjects, shown: ShownButtons, words: str) -> ButtonMeant | None:
    """The one button that the words mean; None for none, and where they may mean several. What asks means none."""
    called = _called(shown, words)
    if len(called) == 1:
        return ButtonMeant(called[0], is_sentence(subjects, called[0], words), ())
    if called or has_question_mark(words):
        return None
    voices, others = list[list[Button]](), list[Clause]()
    for clause in clauses_of(words):
        found = _meant_by_clause(subjects, shown, clause)
        if found is None:
            others.append(clause)
        elif found:
            voices.append(found)
    button = _agreed(subjects, voices)
    if button is None or (others and subjects.presses[button.kind, button.action].says is None):
        return None
    sentence = bool(others) or is_sentence(subjects, button, words)
    return ButtonMeant(button, sentence, [*others, *(c for c in clauses_of(words) if c not in others)])


def is_sentence(subjects: Subjects, button: Button, words: str) -> bool:
    """Do the words say what the press says, and do not merely call it?"""
    return any(one.is_of(button) for clause in clauses_of(words) for one in subjects.said.heard(clause.forms))


def meant_anywhere(subjects: Subjects, words: str) -> list[Meant]:
    """The presses for which something may wait that no message shows: all clauses are theirs, or praise; but where the
    words are taken as a sentence, some of them are enough."""
    clauses = clauses_of(words)
    if has_question_mark(words) or not clauses:
        return []
    heard = [subjects.said.heard(clause.forms) if not asks(clause.written) else {} for clause in clauses]
    praised = [is_said_aside(clause) for clause in clauses]
    best = [max([*found.values(), praise], default=0) for found, praise in zip(heard, praised, strict=True)]
    found = list[Meant]()
    for one in dict.fromkeys(one for each in heard for one in each):
        press = subjects.presses[one.kind, one.action]
        if press.open_for is None or not one.anywhere:
            continue
        says = [each.get(one, 0) == most > 0 for each, most in zip(heard, best, strict=True)]
        silent = [praise == most > 0 for praise, most in zip(praised, best, strict=True)]
        rest = [not (said or quiet) for said, quiet in zip(says, silent, strict=True)]
        if any(says) and (press.says is not None or not any(rest)):
            found.append(one)
    with_sentence = [one for one in found if subjects.presses[one.kind, one.action].says is not None]
    return found if len(clauses) == 1 or not with_sentence else with_sentence


def _called(shown: ShownButtons, words: str) -> list[Button]:
    """The buttons whose label the words are, whole; else a part of it that stands between its marks."""
    said = whole(words)
    forms = {said, _PICKS.sub("", said)} | (forms_of(said) if len(clauses_of(words)) < 2 else frozenset())
    labels = [(_COUNTED.sub("", label), button) for label, button in shown if label and said]
    found = [button for label, button in labels if whole(label) in forms]
    return found or [button for label, button in labels if not forms.isdisjoint(_parts(label))]


def _parts(label: str) -> set[str]:
    """«又坏了，重新打开» is called by half of it; what bears a ticket's number by that alone, or by what stands before
    it and a bracket: «告诉王秀兰（编号2611-0001）»."""
    if (number := _TICKET.search(label)) is not None:
        before, *in_brackets = _BRACKET.split(label[: number.start()], maxsplit=1)
        return {number[0], number[0].replace("-", ""), *([whole(before)] if in_brackets else [])}
    return {part for piece in _PARTED.split(label) if len(part := whole(piece)) > 1}


def _meant_by_clause(subjects: Subjects, shown: ShownButtons, clause: Clause) -> list[Button] | None:
    """The buttons that say what this clause says; none of them for praise, None for what says something else."""
    heard = subjects.said.heard(clause.forms) if not asks(clause.written) else {}
    weights = list[tuple[int, Button]]()
    for label, button in shown:
        label = _COUNTED.sub("", label)
        of_label = _OF_LABEL if not clause.forms.isdisjoint({whole(label), *_parts(label)}) else 0
        of_sayings = max((weight for one, weight in heard.items() if one.is_of(button)), default=0)
        weights.append((max(of_label, of_sayings), button))
    most = max((weight for weight, _ in weights), default=0)
    praise = is_said_aside(clause)
    if most < praise or not most:
        return [] if praise else None
    return [button for weight, button in weights if weight == most]


def _agreed(subjects: Subjects, voices: Sequence[Sequence[Button]]) -> Button | None:
    """The one that every clause means; else the only one that takes the words with it, so that nothing is lost:
    «修好了，但是还在滴»."""
    common = [
        button for button in dict.fromkeys(b for voice in voices for b in voice) if all(button in v for v in voices)
    ]
    if len(common) == 1:
        return common[0]
    every = dict.fromkeys(button for voice in voices for button in voice)
    taking = [button for button in every if subjects.presses[button.kind, button.action].says is not None]
    return taking[0] if len(taking) == 1 and len(voices) > 0 else None
