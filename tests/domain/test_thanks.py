"""Thanks and praise: nothing but them, or something else besides."""

import pytest

from domain.words.thanks import says_thanks, thanks_besides

THANKS = """
谢谢 / 谢谢师傅 / 谢谢王师傅 / 修得真好 / 辛苦了 / 太感谢了 / 谢谢楼长，辛苦了 / 多谢多谢 / 谢谢您！ / 非常感谢
师傅手艺真好 / 办事效率真高 / 真快，谢谢 / 动作真快 / 好的，谢谢 / 谢谢你们这么快 / 修得又快又好 / 服务态度很好
给你们点赞 / 👍谢谢 / 辛苦啦 / 麻烦您了 / 麻烦你们了，谢谢 / 谢谢社区 / 感谢楼长关心 / 谢谢师傅，修得真好 / 太棒了
您真好 / 楼长真负责 / 师傅辛苦了 / 收到，谢谢 / 处理得很及时，感谢 / 謝謝 / 谢了哈 / 替我谢谢师傅 / 帮我谢谢王师傅
跟师傅说声谢谢 / 活干得漂亮 / 弄得巴适 / thank you / Thank you so much! / thanks a lot / great job
Great job, thanks! / well done / many thanks for your help / Thanks for the quick repair / nice work
you are the best / cheers / much appreciated / Thank you very much! / excellent work / good job everyone
"""
NONE = """
好 / 好的 / 好了 / 行 / 嗯 / 可以 / 没事了 / 解决了，谢谢 / 修好了谢谢 / 谢谢您上次帮忙，今天楼道灯又坏了 / 不满意
修得不好 / 快点来 / 谢谢，但是还在漏 / 没修好，谢谢 / 师傅什么时候来，谢谢 / 请问在吗，谢谢 / 不用了，谢谢
麻烦快点 / 你好 / 楼长 / 师傅 / 请师傅来看一下，谢谢 / 厨房漏水了，麻烦您了 / 感谢信放哪里 / 好快就坏了 / 太差了
真慢 / ok / great / good / please fix it, thanks / thanks but it still leaks / well / the light is broken, thank you
thank you? / 谢谢？ / 真好啊三天没人来 / 你们真行 / 很好 / 太好了 / 不错 / 满意 / hello / very good / please help me
my job / 1号楼2单元，谢谢 / 502，谢谢 / 明天上午可以，谢谢 / 修快点 / 来快点 / 处理快点好 / 办快点，谢谢 / 1 / 👍
。 / a
"""


def each(lines: str) -> list[str]:
    return [words for line in lines.strip().splitlines() for words in line.split(" / ")]


@pytest.mark.parametrize("words", each(THANKS))
def test_thanks(words: str) -> None:
    assert says_thanks(words)


@pytest.mark.parametrize("words", each(NONE))
def test_no_thanks_or_something_else_besides(words: str) -> None:
    assert not says_thanks(words)


@pytest.mark.parametrize(
    "words", ["", "谢" * 4000, "谢谢" * 30, "thanks " * 600, "真" * 59, "修得" * 29, "师傅" * 30, "thank" * 12]
)
def test_odd_texts_are_read_at_once(words: str) -> None:
    assert says_thanks(words) in (True, False)


@pytest.mark.parametrize(
    ("words", "thanks"),
    [
        ("解决了，谢谢", True),
        ("好了 多谢师傅", True),
        ("fixed, thank you", True),
        ("灯亮了", False),
        ("好了？谢谢？", False),
    ],
)
def test_an_answer_may_thank_too(words: str, thanks: bool) -> None:
    assert thanks_besides(words) is thanks
