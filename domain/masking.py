"""Names that are shown only in part: the first character stays, the rest are stars."""

import re
from collections.abc import Collection

_NUMBERS = re.compile(r"\d(?:[ -]?\d){4,}")


def masked_words(words: str, names: Collection[str]) -> str:
    """What somebody wrote, without long numbers (telephones, identity cards) and with these names masked."""
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        words = words.replace(name, masked(name))
    return _NUMBERS.sub("***", words)


def masked(name: str) -> str:
    """«陈秀兰» becomes «陈**», «Eve» «E**»; how long it was is not told beyond that. Nothing stays nothing."""
    return f"{name[0]}**" if name else ""
