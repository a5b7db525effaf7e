"""What short sentences mean, learnt beside the running program: on first need, and again when the settings change.

Until it is learnt nothing is guessed: the screens are those of the phrases alone.
"""

from collections.abc import Callable
from threading import Thread

from domain.community import Community
from domain.words.guessing import Guesser, learn

Lessons = dict[str, list[str]]


def in_a_thread(work: Callable[[], None]) -> None:
    """Beside everything else; a stop does not wait for it."""
    Thread(target=work, name="learning", daemon=True).start()


class Learning:
    """One guesser for the settings in force. Asked inside units, it never makes one wait."""

    def __init__(self, begin: Callable[[Callable[[], None]], None] = in_a_thread) -> None:
        self._begin = begin
        self._seen: Community | None = None
        self._lessons: Lessons | None = None
        self._guesser: Guesser | None = None

    def guesser(self, community: Community) -> Guesser | None:
        """What was learnt from these settings; None while it is being learnt."""
        if community is not self._seen:
            self._seen = community
            lessons = community.lessons()
            if lessons != self._lessons:
                self._lessons, self._guesser = lessons, None
                self._begin(lambda: self._learn(lessons))
        return self._guesser

    def _learn(self, lessons: Lessons) -> None:
        learnt = learn(lessons)
        if lessons is self._lessons:  # else they have changed meanwhile
            self._guesser = learnt
