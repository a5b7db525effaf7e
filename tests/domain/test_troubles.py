"""Several troubles in one message are told apart, and no word is lost."""

import pytest

from domain.words.troubles import MAX_TROUBLES, troubles_in

KINDS = {"灯": "light", "门": "door", "垃圾": "rubbish", "light": "light", "door": "door"}


def kind_of(clause: str) -> str | None:
    return next((kind for word, kind in KINDS.items() if word in clause), None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("楼道灯坏了", ["楼道灯坏了"]),
        ("楼道灯坏了，还有门锁不上", ["楼道灯坏了", "还有门锁不上"]),
        ("楼道灯坏了还有门锁不上", ["楼道灯坏了", "还有门锁不上"]),
        ("1号楼，灯坏了，三天了，垃圾也没人收", ["1号楼，灯坏了，三天了", "垃圾也没人收"]),
        ("灯坏了，另一盏灯也坏了", ["灯坏了，另一盏灯也坏了"]),
        ("the light is out and the door is stuck", ["the light is out", "and the door is stuck"]),
        ("", []),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    assert troubles_in(text, kind_of) == parts


def test_no_word_is_lost() -> None:
    text = "您好。灯坏了；还有门，也坏了！垃圾没人收，谢谢"
    kept = "".join(troubles_in(text, kind_of))
    assert [char for char in text if char.isalnum()] == [char for char in kept if char.isalnum()]


def test_there_are_never_more_than_a_few() -> None:
    assert len(troubles_in("灯，门，" * 20, kind_of)) == MAX_TROUBLES
