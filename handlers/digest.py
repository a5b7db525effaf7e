"""The weekly digest, the mornings and the calendar."""

from collections.abc import Sequence

from handlers.subject import Shown

SHOWN: Sequence[Shown] = ()
