"""A complaint of the steward, or of an office, and what merely mentions them: invented lines of each."""

import pytest

from domain.posts.accused import covers, passed_over
from domain.vocabulary import CHAIN, Role
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()
NAMES = {"王秀兰": Role.STEWARD, "赵立新": Role.GROUP_LEADER, "Ma Li": Role.STEWARD}

OF_THE_STEWARD = (
    "我要投诉1栋的楼长楼长本人",
    "我投诉1号楼楼长",
    "投诉楼长",
    "举报2号楼楼栋长私自收费",
    "楼长态度很差",
    "1号楼楼长态度恶劣，说话难听",
    "我们楼长的态度真不好",
    "楼长收钱才办事",
    "楼长收了我两百块钱",
    "楼长跟我要红包",
    "楼道灯坏了两个月，楼长不管",
    "1号楼1单元下水道堵了，跟楼长说了好几次都不管",
    "找了楼长三次，一直不理",
    "楼长来看过了，他收了我五十块",
    "楼长来过。他态度很凶，还骂人",
    "昨天被楼长骂了一顿",
    "楼长自己私拉电线",
    "楼长在楼道里打人",
    "楼长不作为，一点事都推脱",
    "楼长说不管",
    "楼长偏心，只帮他亲戚",
    "王秀兰收了我一百元",
    "举报王秀兰",
    "对楼长很有意见",
    "街长不办事",
    "我跟楼长说了三次都不管",
    "我找过楼长，他收我钱才肯来",
    "我妈去找楼长，被他骂回来了",
    "门栋长把我的事到处说",
    "I want to complain about the steward",
    "The steward is rude",
    "the building steward took my money",
    "I told the steward twice and he ignored it",
    "Ma Li shouted at my mother",
    "A complaint against our steward, building 1",
)
OF_SOMEBODY_ABOVE = {
    "组长收了我红包": Role.GROUP_LEADER,
    "组长收了红包": Role.GROUP_LEADER,
    "投诉赵立新": Role.GROUP_LEADER,
    "楼长和组长都不管": Role.GROUP_LEADER,
    "举报网格员敷衍居民": Role.BRANCH_SECRETARY,
    "支部书记态度恶劣": Role.BRANCH_SECRETARY,
    "投诉居委会": Role.OFFICE,
    "居委会不作为": Role.OFFICE,
    "社区也不管": Role.OFFICE,
    "社区工作人员态度太差了": Role.OFFICE,
    "投诉社区的人": Role.OFFICE,
    "楼长不管，居委会也不管": Role.OFFICE,
    "我要举报社区书记": Role.SECRETARY,
    "the committee does nothing": Role.OFFICE,
    "complaint about the party secretary": Role.SECRETARY,
}
OF_NOBODY_HERE = (
    "楼长你好，楼道灯不亮",
    "楼长，三楼乱扔垃圾没人管",
    "楼长，楼上不管孩子，天天跑",
    "跟楼长说过了，灯还是不亮",
    "楼长说过了，让我报上来",
    "楼长没空，让我自己报",
    "楼长让我报的",
    "楼长让我投诉物业",
    "楼长说物业不管",
    "楼长说邻居态度不好，他也没办法",
    "向楼长投诉邻居养狗",
    "我要投诉物业，楼长知道这事",
    "投诉楼上，请楼长来看看",
    "举报2号楼有人私拉电线",
    "邻居骂人，楼长劝过了",
    "楼长来看过了，水管还在漏",
    "楼长来看过了，不管用",
    "这栋楼长期没人打扫，物业不管",
    "3号楼长年漏水，开发商不管",
    "楼长满了青苔，太滑",
    "楼长态度很好，谢谢",
    "楼长很热情，表扬一下",
    "请楼长管一下，隔壁老板收钱停车",
    "楼长，他天天半夜放音乐，态度恶劣",
    "希望楼长处理，他家养狗还骂人",
    "楼长不在家，楼道门坏了",
    "王秀兰说她没空，让我报一下",
    "邻居跟楼长吵架，骂人很难听",
    "我和楼长去看过了，物业不管",
    "楼长说我不管孩子，其实是楼上的孩子",
    "楼长，你好，门卫骂人",
    "社区门口有人打人",
    "投诉社区门口的烧烤店",
    "居委会门口有人私拉电线",
    "社区的路灯坏了没人管",
    "建议社区不要收费",
    "我已经报告楼长了，没人来",
    "物业不管",
    "投诉物业态度差",
    "楼道灯不亮",
    "告诉过组长，组长说等等",
    "书记来看过，说下周修",
    "Dear steward, my neighbour is rude",
    "I told the steward, he said to report it here",
    "The steward asked me to report the neighbour",
    "The steward has no time, please send a plumber",
    "I already complained to the steward, the landlord ignores us",
    "The guard was rude to the steward",
)


@pytest.mark.parametrize("text", OF_THE_STEWARD)
def test_the_steward_is_complained_of(text: str) -> None:
    assert COMMUNITY.accusations.accused(text, NAMES) is Role.STEWARD


@pytest.mark.parametrize("text", OF_SOMEBODY_ABOVE)
def test_of_several_the_highest_is_meant(text: str) -> None:
    assert COMMUNITY.accusations.accused(text, NAMES) is OF_SOMEBODY_ABOVE[text]


@pytest.mark.parametrize("text", OF_NOBODY_HERE)
def test_merely_mentioned_is_not_accused(text: str) -> None:
    assert COMMUNITY.accusations.accused(text, NAMES) is None


def test_whoever_is_accused_takes_everybody_below_him_along() -> None:
    assert passed_over(None) == frozenset()
    assert passed_over(Role.STEWARD) == {Role.STEWARD}
    assert passed_over(Role.OFFICE) == set(CHAIN) - {Role.SECRETARY}
    assert covers(Role.OFFICE, Role.STEWARD)
    assert covers(None, None)
    assert not covers(None, Role.STEWARD)
    assert not covers(Role.STEWARD, Role.OFFICE)


def test_nothing_is_looked_for_where_nobody_complains() -> None:
    assert not COMMUNITY.accusations.complains("楼道灯不亮，楼长知道")
    assert COMMUNITY.accusations.complains("王秀兰态度很差")
