"""Report, question about one, or small talk: invented lines of each."""

import pytest

from domain.words.meaning import Meaning
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()

SMALL_TALK = (
    "你好",
    "您好，在吗？",
    "谢谢楼长，辛苦了",
    "好的，知道了",
    "👍👍",
    "😂",
    "。。。",
    "hello",
    "Thank you very much!",
    "这套房子多少钱一平",
    "周末能看房吗",
    "学区是哪个小学",
    "首付几成，税怎么算",
    "有没有便宜点的两居",
    "家具家电都送吗",
    "你是机器人吗",
    "今天吃饭了吗",
    "低息贷款，无抵押，当天放款",
    "新店开业，全场优惠，扫码领红包",
    "高薪兼职日结，加微信",
    "How much is the flat?",
)
FOLLOW_UPS = (
    "怎么还没人来",
    "到底有没有人管",
    "什么时候来修啊",
    "我昨天报的处理到哪一步了",
    "催一下",
    "还没修好呢",
    "师傅没来",
    "When will somebody come?",
    "any update?",
    "still waiting",
)
REPORTS = (
    "楼道灯不亮",
    "没水了",
    "1号楼有件事想请您帮忙看看",
    "投诉物业不作为",
    "三楼天天半夜吵",
    "the stairway light is broken",
    "Nobody collects the rubbish, it stinks",
    "请问物业费为什么多收，收费不合理",
    "谢谢您上次帮忙，今天楼道灯又坏了",
    "您好，我家厨房漏水",
)


@pytest.mark.parametrize("text", SMALL_TALK)
def test_small_talk(text: str) -> None:
    assert COMMUNITY.meaning(text) is Meaning.SMALL_TALK


@pytest.mark.parametrize("text", FOLLOW_UPS)
def test_words_about_a_report(text: str) -> None:
    assert COMMUNITY.meaning(text) is Meaning.FOLLOW_UP


@pytest.mark.parametrize("text", REPORTS)
def test_reports(text: str) -> None:
    assert COMMUNITY.meaning(text) is Meaning.REPORT


def test_a_long_text_is_a_report_whatever_it_says() -> None:
    assert COMMUNITY.meaning("这是一封写得很长很长的信，" * 8) is Meaning.REPORT


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "?", "a" * 4096, "灯" * 4096, "有" + "…" * 4000 + "坏"])
def test_odd_texts_are_read_without_trouble(text: str) -> None:
    assert COMMUNITY.meaning(text) in set(Meaning)
    assert isinstance(COMMUNITY.sightings(text), list)
