"""What the screens of a digest are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.digest.digest import Figures


@dataclass(frozen=True, slots=True)
class DigestView:
    """A week's frozen figures; `older`: the weeks before it that an outage held back, oldest first."""

    figures: Figures
    older: Sequence[Figures] = ()
