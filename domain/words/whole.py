"""A message as a whole: what is left of it without spaces, punctuation, and the small words people put around what they
mean (请取消一下吧, «please cancel»)."""

import unicodedata
from collections.abc import Iterator

from domain.words.plain import plain

MAX_CHARACTERS = 48
"""Letters and digits; longer than that nobody writes a command with its courtesies."""

_BEFORE = (
    "请", "请您", "麻烦", "麻烦你", "麻烦您", "劳驾", "拜托", "帮我", "帮忙", "给我", "我要", "我想", "我想要", "那",
    "那就", "就", "还是", "嗯", "哦", "噢", "唉", "哎", "哎呀", "喂", "好", "好的", "好吧", "行", "你好", "您好",
    "楼长", "谢谢", "不好意思", "对不起", "please", "pls", "ok", "okay", "well", "sorry", "hi", "hello", "just",
    "thanks", "iwantto", "iwouldliketo", "idliketo", "canyou", "couldyou", "canwe", "letme",
)  # fmt: skip
_AFTER = (
    "吧", "了", "啦", "咯", "嘞", "一下", "一哈", "下", "哈", "啊", "呀", "嘛", "哦", "哟", "呢", "噻", "算了",
    "谢谢", "谢谢你", "谢谢您", "谢了", "多谢", "辛苦了", "麻烦了", "麻烦您了", "好吗", "好不好", "可以吗", "行吗",
    "行不行", "please", "pls", "thanks", "thankyou", "thx", "now", "then", "ok", "okay",
)  # fmt: skip


def bare(words: str) -> str:
    """Letters and digits alone, small and simplified: «Never mind!» is «nevermind»."""
    return "".join(char for char in plain(words) if unicodedata.category(char)[0] in "LN")


def asks(words: str) -> bool:
    """Does it bear a question mark? «提交？» asks and sends nothing."""
    return "?" in plain(words)


def readings(words: str) -> Iterator[str]:
    """What the whole message may be meant to say, the least taken away first; nothing for a long one.

    Every reading is bare, so a word that is looked for among them has to be bare too.
    """
    whole = bare(words)
    if not whole or len(whole) > MAX_CHARACTERS:
        return
    seen, next_ones = {whole}, [whole]
    while next_ones:
        yield from next_ones
        shorter = [
            *(one[len(word) :] for one in next_ones for word in _BEFORE if one.startswith(word)),
            *(one[: -len(word)] for one in next_ones for word in _AFTER if one.endswith(word)),
        ]
        next_ones = [one for one in dict.fromkeys(shorter) if one and one not in seen]
        seen.update(next_ones)
