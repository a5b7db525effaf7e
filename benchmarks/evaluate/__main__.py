"""`python -m benchmarks.evaluate` judges on the rows kept back; `--half develop` shows those one may look at."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.evaluate import Half, data_folder, places, words
from benchmarks.evaluate.transcript import write_transcript

PARTS: Mapping[str, Callable[[Path, Half], bool]] = {
    "places": places.evaluate,
    "words": words.evaluate,
}
"""By name; each prints its table and says whether its targets are met."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--half", type=Half, choices=list(Half), default=Half.KEPT_BACK)
    parser.add_argument("--transcript", type=Path, help="write twenty rows from the first word to the ticket there")
    given = parser.parse_args()
    folder = data_folder()
    if folder is None:
        print("Nothing to evaluate: there are no real texts on this machine (LOUZHANG_DATA names their folder).")
        return
    if given.transcript is not None:
        write_transcript(folder, given.half, given.transcript)
        return
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    met = [evaluate(folder, given.half) for name, evaluate in PARTS.items() if name in (given.parts or PARTS)]
    sys.exit(0 if all(met) else 1)


main()
