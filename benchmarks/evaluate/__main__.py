"""`python -m benchmarks.evaluate` judges on the rows kept back; `--half develop` shows those one may look at.

The frozen sentences (tests/evaluate) are judged whole; they need no real texts.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.evaluate import Half, data_folder, messages, places, words
from benchmarks.evaluate.transcript import write_transcript

PARTS: Mapping[str, Callable[[Path, Half], bool]] = {
    "places": places.evaluate,
    "words": words.evaluate,
}
"""By name; each prints its table and says whether its targets are met."""
FROZEN: Mapping[str, Callable[[], bool]] = {
    "messages": messages.evaluate,
}
"""The same on the sentences that were written for it (tests/evaluate/README.md)."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"only these: {', '.join((*FROZEN, *PARTS))}")
    parser.add_argument("--half", type=Half, choices=list(Half), default=Half.KEPT_BACK)
    parser.add_argument("--transcript", type=Path, help="write twenty rows from the first word to the ticket there")
    given = parser.parse_args()
    folder = data_folder()
    unknown = set(given.parts) - {*PARTS, *FROZEN}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    wanted = given.parts or (*FROZEN, *PARTS)
    met = [evaluate() for name, evaluate in FROZEN.items() if name in wanted and given.transcript is None]
    if folder is None:
        print("There are no real texts on this machine (LOUZHANG_DATA names their folder).")
    elif given.transcript is not None:
        write_transcript(folder, given.half, given.transcript)
    else:
        met += [evaluate(folder, given.half) for name, evaluate in PARTS.items() if name in wanted]
    sys.exit(0 if all(met) else 1)


main()
