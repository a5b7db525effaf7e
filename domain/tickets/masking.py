"""Names that are shown only in part: the first character stays, the rest are stars."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from domain.community import LevelWords
from domain.places.door import Door, doors_in, with_digits
from domain.words.plain import plain

_NUMBERS = re.compile(r"\d(?:[ -]?\d){4,}")


def masked_words(words: str, names: Collection[str], level_words: LevelWords) -> str:
    """What somebody wrote, without long numbers (telephones, identity cards) and doors, and with these names masked."""
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        words = words.replace(name, masked(name))
    return _NUMBERS.sub("***", _without_doors(words, level_words))


def _without_doors(words: str, level_words: LevelWords) -> str:
    """Doors are found in the words as they are read (十一号 as 11号), and blanked where they were written."""
    said = with_digits(plain(words), level_words)
    doors = [door for door in doors_in(said, level_words) if _leads_to_a_flat(door)]
    if not doors:
        return words
    written = "".join(_plain_letter(letter) for letter in words)
    blocks = SequenceMatcher(None, written, said, autojunk=False).get_opcodes()
    for door in reversed(doors):
        start, end = _where(door.start, blocks)[0], _where(door.end - 1, blocks)[1]
        words = f"{words[:start]}***{words[end:]}"
    return words


def _plain_letter(letter: str) -> str:
    """As `plain` writes it, where that keeps its place."""
    changed = unicodedata.normalize("NFKC", letter).lower()
    return changed if len(changed) == 1 else letter


def _where(read: int, blocks: Sequence[tuple[str, int, int, int, int]]) -> tuple[int, int]:
    """From where to where that is written which was read there."""
    tag, first, last, begins, _ = next(block for block in blocks if block[3] <= read < block[4])
    return (first + read - begins, first + read - begins + 1) if tag == "equal" else (first, last)


def _leads_to_a_flat(door: Door) -> bool:
    """A building is told, a flat in it is not; a bare number of three digits is one, whatever else it might be."""
    bare = not door.spelled and any(len(number) >= 3 for number in (door.number or "", *door.buildings))
    return bool(door.units or door.floor or door.room or door.sub_number or bare)


def masked(name: str) -> str:
    """«陈秀兰» becomes «陈**», «Eve» «E**»; how long it was is not told beyond that. Nothing stays nothing."""
    return f"{name[0]}**" if name else ""
