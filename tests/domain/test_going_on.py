"""Do words go on about what was reported, or tell of another trouble? By sentences of our own, in two languages."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from domain.tickets.going_on import may_be_about, told_in
from domain.words.guessing import Guesser, learn
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()
LEAK = COMMUNITY.category("R101")

LOOSE = """
好的，我在家
明天上午可以
门开着，直接进
师傅电话多少
在三楼左手边
我下班六点才到家
钥匙放在门卫那里了
周末都行
麻烦来之前打个电话
不着急，慢慢来
我把阀门关了
就是厕所那根管子
水表在门外面的柜子里
我妈在家，耳朵不好，敲门大声点
下午我不在，明天再来嘛
那我等到起
要得，我在屋头
几点钟到哦
要不要我准备啥子
费用是多少
来的时候走后门
我住左边那户
工具忘在我这儿了
我电话换了，还是打我儿子的
你们先忙，忙完再来
下周一我休息，全天都在
按门铃，敲门我听不到
我在屋头等到的，随时来都得行
等哈我把柜子挪开
楼下王阿姨有钥匙
已经跟物业说了，等他们派人
物业下午来换灯泡
ok I'll be home
tomorrow morning works for me
the door is open, just come in
what time will he come
third floor on the left
please ring before you come
my mother is at home
I am out until six
the key is with the guard
"""
STILL = """
还在漏
人来了没修好
还没来人
半天了还不见人
咋个还没得人来
厨房还在漏
漏得更厉害了
又漏了
还是坏的
修了又坏
水都流到客厅了
昨天修了，今天又开始滴
师傅看了一眼就走了
还没得人管
等了一天了
啥时候来嘛
天花板又在滴水了
越来越严重了
刚修好又漏
现在整个厨房都是水
咋个搞的，还没弄好
墙都泡胀了，还没人来
楼上还在渗水下来
修完跟没修一样
还是老样子
仲未有人来
都三天了，一个人影都没得
still leaking
nobody came
it is getting worse
the plumber came but it still drips
leaking again
no one has shown up yet
water is still coming through the ceiling
"""
NEW = """
楼道灯又坏了
楼道灯不亮
电梯停了
楼上半夜吵得睡不着
门口垃圾没人清
修好了，但是楼道灯又坏了
厨房还在漏，楼道灯也不亮了
另外单元门锁也坏了
路上有个井盖翘起来了
暖气不热
家里停电了
下水道堵了，臭得很
楼下有人乱停车把路堵了
院子里的路灯黑了好几天
电梯门关不上
楼顶有人养鸡，臭死了
楼道堆满了纸箱子
广场舞吵死人了
门禁刷不开
小区大门口好多电动车乱放
the lift is stuck on 3
the street lamp is out
the rubbish has not been collected
there is loud music every night upstairs
the entrance door lock is broken
"""
MEANT: Mapping[str, bool] = {
    words: goes_on
    for many, goes_on in ((LOOSE, True), (STILL, True), (NEW, False))
    for words in many.strip().splitlines()
}
MISSED: Sequence[str] = ("已经跟物业说了，等他们派人",)
"""«派人» says that something is wrong, and of the property management one may complain."""


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return learn(COMMUNITY.lessons())


def goes_on(words: str, guesser: Guesser) -> bool:
    return may_be_about(told_in(words, COMMUNITY, guesser.guess(words)), LEAK, here=None)


def test_sentences_go_on_about_the_open_leak_or_tell_of_another_trouble(
    guesser: Guesser, record_property: Callable[[str, object], None]
) -> None:
    wrong = [words for words, meant in MEANT.items() if goes_on(words, guesser) is not meant]
    record_property("right", f"{len(MEANT) - len(wrong)} of {len(MEANT)}")
    assert wrong == list(MISSED)
    assert len(MEANT) >= 60


def test_another_place_makes_another_trouble_and_none_makes_no_difference_to_words_without_one(
    guesser: Guesser,
) -> None:
    trouble = told_in("也在漏", COMMUNITY, guesser.guess("也在漏"))
    assert may_be_about(trouble, LEAK, here=True)
    assert not may_be_about(trouble, LEAK, here=False)
    assert may_be_about(told_in("写错了，我在家", COMMUNITY), LEAK, here=False)


def test_a_report_that_was_put_on_another_shelf_is_known_by_its_own_words() -> None:
    lamp = told_in("楼道灯还是不亮", COMMUNITY)
    assert not may_be_about(lamp, LEAK, here=None)
    assert may_be_about(lamp, LEAK, here=None, said_there=COMMUNITY.named_in("楼道灯不亮"))
    assert may_be_about(lamp, COMMUNITY.category("Z003"), here=None)
