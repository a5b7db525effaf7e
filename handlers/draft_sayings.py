"""What people say about a report in the making instead of pressing a button, by the button's action."""

from collections.abc import Mapping, Sequence

from domain.vocabulary import Aware, Channel, Secrecy
from domain.words.sayings import listed

SAID: Mapping[str, Sequence[str]] = {
    "send": listed("提交/发吧/发出去/报吧/发送/确认提交/提交报告/就这样报/send/send it/submit"),
    "anyway": listed("另报一份/照常报/还是报/单独报/report it anyway/report it"),
    "me-too": listed("我也是/我家也是/我也一样/一样的/me too/same here/we have it too"),
    "add-to": listed("补充/补充进去/加进去/add it/add to it"),
    "reopen-own": listed("重新打开/再打开/reopen/reopen it"),
    "drop": listed(
        "不报了/算了/不用报了/不用了/先不报了/先不报/别报了/取消报告/取消这份报告/never mind/do not report",
        "don't report/forget it",
    ),
    "split": listed("分开/分开报/分成几份/分成两份/split it/split"),
    "change-category": listed("改类别/类别不对/种类不对/换一类/不是这件事/wrong matter"),
    "groups": listed("全部种类/看全部/别的种类/show all"),
    "change-place": listed("改地点/改地方/改地址/地点不对/地方不对/地址不对/换地方/不是这里/wrong place"),
    "places": listed("都不是/选别的/none of them"),
    "home": listed("我家/我家里/家里/在我家/my home/at home/at my place"),
    "nowhere": listed("说不清/说不好/不知道/不清楚/我也不知道/not sure/i don't know/don't know"),
    "remember-home": listed("记住/记住我家/这是我家/remember it/this is my home"),
    "behalf": listed("帮别人报/替邻居报/帮邻居报/替人报/for a neighbour"),
    "not-behalf": listed("我自己/我自己的/是我自己/自己的事/it is mine/for myself"),
    "skip-behalf": listed("跳过/不填/不用填/不用了/skip it"),
    "secrecy": listed("匿名/匿名报/保密/别写我名字/不要写我名字/anonymous/keep my name out"),
    "steward": listed("跟楼长有关/和楼长有关/跟楼栋长有关/楼长的事/about the steward"),
    "not-steward": listed("可以给他看/给他看/让他看/he may see it/let them see it"),
}
SAID_OF: Mapping[str, Mapping[str, Sequence[str]]] = {
    "secrecy-is": {
        Secrecy.NORMAL: listed("都可以看/可以看到/没关系/公开/anybody who handles it"),
        Secrecy.FROM_OTHER_PARTY: listed("别让对方知道/不要让对方知道/not to them"),
        Secrecy.FROM_HANDLERS: listed("谁都别知道/都别知道/匿名/完全匿名/nobody/anonymous"),
    },
    "aware": {
        Aware.KNOWS: listed("知道/他知道/她知道/晓得/说过了/跟她说了/跟他说了/yes/they know"),
        Aware.NOT_YET: listed("不知道/还不知道/没说/还没说/没跟她说/没跟他说/no/not yet"),
    },
    "channel": {
        Channel.PHONE: listed("电话/打电话来的/电话里说的/by telephone/phone"),
        Channel.DOOR: listed("上门/当面说的/上门来的/in person"),
    },
}
"""By what the button carries."""

AGREED = listed("同意/我同意/可以/行/agree/i agree/yes/ok")
NOT_AGREED = listed("不行/不愿意/不要/我不同意/disagree/no")
"""To the privacy statement."""
