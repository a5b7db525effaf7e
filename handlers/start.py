"""Arriving, help, languages, and the plain sentences."""

from collections.abc import Sequence

from handlers.subject import Shown

SHOWN: Sequence[Shown] = ()
