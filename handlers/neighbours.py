"""What neighbours have in common: small talk, words that may belong to a report, what others reported before."""

from collections.abc import Sequence

from handlers.subject import Shown, Subject

SHOWN: Sequence[Shown] = ()

NEIGHBOURS = Subject("neighbours", shown=SHOWN)
