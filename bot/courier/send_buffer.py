"""What is drawn and waits to leave until others have arrived: answers first, announcements behind them."""

import asyncio
from collections import deque
from collections.abc import Iterable
from contextlib import suppress

from bot.courier.drawing import Drawn

MAX_DRAWN = 16
"""Messages drawn while others are on their way."""
MAX_ANSWERS_DRAWN = 150
"""Answers drawn: those of a whole batch ride with it, for drawn later all they show would have to be read again."""
FEW_ANSWERS = 56
"""Answers that still wait to leave when the next batch is answered: enough that sending never runs dry."""


class SendBuffer:
    """The courier's next messages, in memory only: their lanes are leased, and a crash gives them back."""

    def __init__(self) -> None:
        self._answers: deque[Drawn] = deque()
        self._broadcasts: deque[Drawn] = deque()
        self._few = asyncio.Event()
        self._few.set()

    def __len__(self) -> int:
        return len(self._answers) + len(self._broadcasts)

    @property
    def answers(self) -> int:
        """How many wait for others to arrive; announcements wait for the clock."""
        return len(self._answers)

    @property
    def room(self) -> int:
        """How many more messages may be drawn."""
        return max(0, MAX_DRAWN - len(self))

    @property
    def room_for_answers(self) -> int:
        """How many more may be drawn with the unit that gives them."""
        return max(0, MAX_ANSWERS_DRAWN - len(self._answers))

    def put(self, drawn: Iterable[Drawn]) -> None:
        for one in drawn:
            (self._broadcasts if one.taken.broadcast else self._answers).append(one)
        self._note()

    def next(self) -> Drawn:
        """The one that leaves now."""
        one = (self._answers or self._broadcasts).popleft()
        self._note()
        return one

    def give_back(self) -> list[Drawn]:
        """All of them: they do not leave from here."""
        back = [*self._answers, *self._broadcasts]
        self._answers.clear()
        self._broadcasts.clear()
        self._note()
        return back

    async def until_few(self, seconds: float) -> None:
        """Wait until few answers wait, but no longer than this."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._few.wait(), seconds)

    def _note(self) -> None:
        if len(self._answers) > FEW_ANSWERS:
            self._few.clear()
        else:
            self._few.set()
