"""What short sentences mean, learnt beside the running program: on first need, and again when the settings change.

Until it is learnt nothing is guessed: the screens are those of the phrases alone.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Thread

import orjson

from domain.community import Community
from domain.words.guessing import Guesser, learn

Lessons = dict[str, list[str]]
PATIENCE_SECONDS = 120

log = logging.getLogger(__name__)


def in_a_thread(work: Callable[[], None]) -> None:
    """Beside everything else; a stop does not wait for it."""
    Thread(target=work, name="learning", daemon=True).start()


def learn_elsewhere(lessons: Lessons) -> Guesser:
    """Learn in a process that ends with it: seconds of arithmetic would hold up the answers given meanwhile, and leave
    their memory behind. Where no process can be begun it is learnt here."""
    try:
        command = [sys.executable, "-m", "bot.learning"]
        done = subprocess.run(  # noqa: S603 - ourselves
            command,
            input=orjson.dumps({str(name): said for name, said in lessons.items()}),
            capture_output=True,
            check=True,
            timeout=PATIENCE_SECONDS,
        )
        rows = orjson.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, orjson.JSONDecodeError) as trouble:
        log.warning("what short sentences mean is learnt in this process: %s", type(trouble).__name__)
        return learn(lessons)
    return Guesser([*lessons], {part: int(row, 16) for part, row in rows.items()})


class Learning:
    """One guesser for the settings in force. Asked inside units, it never makes one wait."""

    def __init__(
        self,
        begin: Callable[[Callable[[], None]], None] = in_a_thread,
        learn_from: Callable[[Lessons], Guesser] = learn_elsewhere,
    ) -> None:
        self._begin, self._learn_from = begin, learn_from
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
        learnt = self._learn_from(lessons)
        if lessons is self._lessons:  # else they have changed meanwhile
            self._guesser = learnt


def _end_with(parent: int) -> None:
    """Nobody is left to learn for."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main() -> None:
    """What `learn_elsewhere` begins: lessons come in, rows go out, both as JSON. Whoever answers goes first."""
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    os.nice(10)
    rows = learn(orjson.loads(sys.stdin.buffer.read())).rows
    sys.stdout.buffer.write(orjson.dumps({part: hex(row) for part, row in rows.items()}))


if __name__ == "__main__":
    main()
