"""Several troubles in one message: «楼道灯坏了，还有单元门锁不上». Each clause that names a trouble of another kind
begins one; what names none belongs to the one before it, so that every word stays."""

import re
from collections.abc import Callable

MOST = 4
"""Troubles that one message is taken apart into; what comes behind stays with the last."""
_CLAUSE = re.compile(r"[,，。.;；!！?？\n]+|(?=另外|还有|顺便|再就是|再有|而且)|\s(?=(?:and|also)\b)")

_EDGES = " ,，;；\n"


def troubles_in(text: str, tells: Callable[[str], bool], kind_of: Callable[[str], str | None]) -> list[str]:
    """The parts of a text, one for each trouble. `tells`: does a clause say that something is wrong? `kind_of`: the
    category that such a clause plainly names, if any."""
    clauses = [(clause, tells(clause)) for clause in _clauses(text)]
    if sum(told for _, told in clauses) < 2:  # as in most texts: what a clause is about need not be read
        return [text.strip(_EDGES)] if text else []
    parts: list[tuple[str | None, str]] = []
    for clause, told in clauses:
        kind = kind_of(clause) if told else None
        if not parts:
            parts.append((kind, clause))
            continue
        last, words = parts[-1]
        if kind is None or last is None or kind == last or len(parts) == MOST:
            parts[-1] = (last or kind, words + clause)
        else:
            parts.append((kind, clause))
    return [words.strip(_EDGES) for _, words in parts]


def _clauses(text: str) -> list[str]:
    """The text cut behind its marks and before its joining words; nothing of it is left out."""
    ends = [found.end() for found in _CLAUSE.finditer(text) if 0 < found.end() < len(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]
