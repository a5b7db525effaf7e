"""What people answer to «怎么称呼您？电话？», as they write it."""

import pytest

from domain.words.calling import Wish, looks_like_a_name, masked, phones_in, read_calling, without_phones


@pytest.mark.parametrize(
    ("words", "name", "phone"),
    [
        ("陈阿姨 13812345678", "陈阿姨", "13812345678"),
        ("13812345678 陈阿姨", "陈阿姨", "13812345678"),
        ("陈阿姨13812345678", "陈阿姨", "13812345678"),
        ("我叫陈桂兰，电话138 1234 5678", "陈桂兰", "13812345678"),
        ("我姓陈，手机是138-1234-5678", "陈", "13812345678"),
        ("陈桂兰\n电话：１３８１２３４５６７８", "陈桂兰", "13812345678"),
        ("叫我老王就行", "老王", None),
        ("姓刘", "刘", None),
        ("您好，我是三楼的李奶奶", "三楼的李奶奶", None),
        ("+86 13812345678", None, "13812345678"),
        ("8613812345678", None, "13812345678"),
        ("幺三八一二三四五六七八", None, "13812345678"),
        ("62345678", None, "62345678"),
        ("023-62345678 刘师傅", "刘师傅", "02362345678"),
        ("Mrs Chen 13812345678", "Mrs Chen", "13812345678"),
        ("My name is Li Wei, my phone number is 13812345678", "Li Wei", "13812345678"),
        ("call me Tom", "Tom", None),
        ("+44 7700 900123", None, "+447700900123"),
        ("陈阿姨，电话没有", "陈阿姨", None),
        ("欧阳娜娜", "欧阳娜娜", None),
    ],
)
def test_name_and_number_are_read_wherever_they_stand(words: str, name: str | None, phone: str | None) -> None:
    said = read_calling(words)
    assert (said.name, said.phone, said.wish) == (name, phone, None)


@pytest.mark.parametrize(
    ("words", "piece"),
    [
        ("老陈 139", "139"),
        ("老陈139", "139"),
        ("老陈 1381234567", "1381234567"),
        ("老陈 138123456789", "138123456789"),
        ("138abc45678", "138abc45678"),
    ],
)
def test_a_number_of_too_few_or_too_many_digits_is_none_and_leaves_the_name(words: str, piece: str) -> None:
    said = read_calling(words)
    assert (said.phone, said.piece) == (None, piece)
    assert said.name == ("老陈" if "老陈" in words else None)


@pytest.mark.parametrize(
    "words", ["跳过", "算了", "算了吧", "不用了", "下次再说", "没有电话", "我不想留电话", "skip", "Not now"]
)
def test_later(words: str) -> None:
    assert read_calling(words).wish is Wish.LATER


@pytest.mark.parametrize("words", ["不留", "不告诉你", "不想说", "不方便透露", "保密", "别问了", "I'd rather not"])
def test_never(words: str) -> None:
    assert read_calling(words).wish is Wish.NEVER


@pytest.mark.parametrize(
    "words",
    [
        "陈阿姨",
        "老陈",
        "小李",
        "阿芳",
        "王师傅",
        "李奶奶",
        "陈桂兰",
        "张伟",
        "欧阳娜娜",
        "刘陈秀英",
        "豆豆妈妈",
        "三楼大爷",
        "孙工",
        "周医生",
        "Wang_Fang",
        "Mrs._Chen",
    ],
)
def test_a_name_looks_like_one(words: str) -> None:
    assert looks_like_a_name(words.replace("_", " "))


@pytest.mark.parametrize(
    "words",
    [
        *[
            "好的",
            "谢谢",
            "在家",
            "我在家",
            "明天上午",
            "马上来",
            "何时来",
            "方便",
            "周六",
            "周一上午",
            "路灯坏了",
            "可以",
            "知道了",
            "行",
            "收到",
            "有空",
            "高空抛物",
            "安静点",
        ],
        "门开着，直接进",
        "好的，我在家",
        "师傅电话多少",
        "ok",
        "thank you",
        "still leaking",
        "",
        "😊",
    ],
)
def test_what_else_people_write_then_does_not(words: str) -> None:
    assert not looks_like_a_name(words)


def test_a_name_of_500_characters_is_too_long() -> None:
    said = read_calling("陈" * 500)
    assert (said.name, said.too_long) == (None, True)


def test_an_emoji_is_no_name() -> None:
    said = read_calling("😊😊")
    assert (said.name, said.phone, said.piece, said.wish) == (None, None, None, None)


def test_only_what_is_a_number_without_doubt_is_found_in_the_words_of_a_report() -> None:
    assert [one.number for one in phones_in("漏水，打13812345678或者023-62345678，编号2611-0001，62345678")] == [
        "13812345678",
        "02362345678",
    ]
    assert phones_in("1号楼2单元301漏水，3天了，12345没人管，身份证110101199003071234") == []


def test_the_words_are_left_without_it() -> None:
    assert without_phones("老陈 13900001111") == "老陈"
    assert without_phones("楼道灯不亮，电话139 0000 1111") == "楼道灯不亮"


def test_of_a_number_so_much_is_shown_that_one_knows_ones_own() -> None:
    assert masked("13812345678") == "138…5678"
