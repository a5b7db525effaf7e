"""How hard a long text is to read beside usual ones: seconds would say little on a machine that others share."""

from collections.abc import Callable, Sequence
from time import process_time

AT_ONCE = 10
"""Times the work of usual texts; what grows with the square of the length is at twenty and far above."""
_USUAL = ("楼长你好，我家在3号楼2单元502，厨房漏水了，麻烦您来看看。" * 8)[:200]


def effort(read: Callable[[str], object], piece: str, length: int = 4_000) -> float:
    """How many times the work `read` has with so many characters of `piece`, beside as many of usual texts of 200.

    Both are read five times, in turns, and the quickest counts: a pause of the machine would have to meet all five.
    """
    long = (piece * length)[:length]
    usual = length // len(_USUAL)
    spent = [(_seconds(read, [long], turn), _seconds(read, [_USUAL] * usual, turn)) for turn in range(5)]
    return min(of_long for of_long, _ in spent) / min(of_usual for _, of_usual in spent)


def _seconds(read: Callable[[str], object], texts: Sequence[str], turn: int) -> float:
    """No text is read twice, each ends in another character: what is remembered of the last few would cost nothing."""
    others = [text[:-1] + chr(0x4E00 + turn * len(texts) + number) for number, text in enumerate(texts)]
    began = process_time()
    for text in others:
        read(text)
    return process_time() - began
