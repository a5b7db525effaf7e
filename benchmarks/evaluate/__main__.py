"""`python -m benchmarks.evaluate` judges on the rows kept back; `--half develop` shows those one may look at."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.evaluate import Half, dangers, data_folder, messages, places, words
from benchmarks.evaluate.transcript import write_transcript

PARTS: Mapping[str, Callable[[Path, Half], bool]] = {
    "places": places.evaluate,
    "words": words.evaluate,
}
"""By name; each prints its table and says whether its targets are met."""
FROZEN: Mapping[str, Callable[[], bool]] = {"danger": dangers.evaluate, "messages": messages.evaluate}
"""The same on the invented sets that come with the program (tests/evaluate)."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"only these: {', '.join([*PARTS, *FROZEN])}")
    parser.add_argument("--half", type=Half, choices=list(Half), default=Half.KEPT_BACK)
    parser.add_argument("--transcript", type=Path, help="write twenty rows from the first word to the ticket there")
    given = parser.parse_args()
    unknown = set(given.parts) - {*PARTS, *FROZEN}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    folder = data_folder()
    if folder is None:
        print("Nothing to evaluate on real texts: there are none on this machine (LOUZHANG_DATA names their folder).")
    elif given.transcript is not None:
        write_transcript(folder, given.half, given.transcript)
        return
    wanted = given.parts or [*PARTS, *FROZEN]
    met = [evaluate() for name, evaluate in FROZEN.items() if name in wanted]
    if folder is not None:
        met += [evaluate(folder, given.half) for name, evaluate in PARTS.items() if name in wanted]
    sys.exit(0 if all(met) else 1)


main()
