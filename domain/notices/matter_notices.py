"""What is shown of matters."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class MatterCard(Notice):
    """A matter as it now stands."""

    redraws: ClassVar[bool] = True
    matter_id: int


@dataclass(frozen=True, slots=True)
class MatterHistory(Notice):
    """Every line of it."""

    matter_id: int


@dataclass(frozen=True, slots=True)
class OwnMatters(Notice):
    """What somebody owns by a post, by its next date."""

    page: int = 0
