"""Several troubles in one message: «楼道灯坏了，还有单元门锁不上». Each clause that names a trouble of another kind
begins one; what names none belongs to the one before it, so that every word stays."""

import re
from collections.abc import Callable

MAX_TROUBLES = 4
"""Troubles that one message is taken apart into; what comes behind stays with the last."""
_CLAUSE = re.compile(r"[,，。.;；!！?？\n]+|(?=另外|还有|顺便|再就是|再有|而且)|\s(?=(?:and|also)\b)")


def troubles_in(text: str, kind_of: Callable[[str], str | None]) -> list[str]:
    """The parts of a text, one for each trouble. `kind_of`: the category that a clause plainly names, if any."""
    parts: list[tuple[str | None, str]] = []
    for clause in _clauses(text):
        kind = kind_of(clause)
        if not parts:
            parts.append((kind, clause))
            continue
        last, words = parts[-1]
        if kind is None or last is None or kind == last or len(parts) == MAX_TROUBLES:
            parts[-1] = (last or kind, words + clause)
        else:
            parts.append((kind, clause))
    return [words.strip(" ,，;；\n") for _, words in parts]


def _clauses(text: str) -> list[str]:
    """The text cut behind its marks and before its joining words; nothing of it is left out."""
    ends = [found.end() for found in _CLAUSE.finditer(text) if 0 < found.end() < len(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]
