"""What people say about a ticket instead of pressing a button (domain/words/sayings.py): done, not done, mine.

Words that everybody uses for many things («没有», «是的») mean a button only under the message that shows it: the lists
that begin with UNDER_IT.
"""

from collections.abc import Iterable
from itertools import product

from domain.words.sayings import listed


def _each(*parts: Iterable[str]) -> list[str]:
    return ["".join(one) for one in product(*parts)]


_MADE = listed(
    "修/弄/搞/整/处理/办/换/装/补/接/疏通/解决/做",
)
_GONE = listed(
    "漏/漏水/滴/滴水/渗/渗水/冒水/堵/响/吵/闹/臭/闪/跳闸/卡/晃/抖/掉/停水/停电/断电/积水/冒烟/结冰",
    "叫/流/流水/溢/溢水/喷/喷水/淌/震/摇/松/挡/呛/嗡嗡响/漏电/乱停/乱扔",
)
SOLVED = (
    *listed(
        "解决了/解决/已解决/确认解决/好了/好了好了/好咗/好起来了/行了/得行了/妥了/搞定/搞定了/搞掂/完成了/没问题了",
        "没事了/没毛病了/正常了/恢复了/可以用了/修好咗/整好咗/弄好喽/修得好",
    ),
    *_each(
        _MADE,
        ("好了", "好", "完了", "好咗", "妥了", "妥当了", "利索了", "通了", "得很好", "得真好", "得不错", "得挺好"),
    ),
    *_each(
        ("…没", "…没有"), ("异味", "臭味", "怪味", "味道", "味", "声音", "噪音", "杂音", "积水", "垃圾", "烟"), ("了",)
    ),
    *listed(
        "ok了/可以了/好着/…好使了/…好用了/…亮堂了/…已修复/修复/…灵了/门铃响了/…运走了/…拉走了/…带走了/…修平了/…修牢了",
        "…弄平了/…能打开了/…水压正常/…fixed it/…fixed it well/…works fine/…works well/…works great",
        "…works perfectly/…now works/…ok now/…okay now/…better now/it is ok/all is fine/…are back",
        "…back to normal/…opens now/…closes now/…runs now/…flows now/…no…any more/…not…any more/…no more…",
        "…is quiet now/…has stopped/…is dry now",
    ),
    *listed(
        "…解决了/…搞定了/…好了/…修好/…弄好/…亮了/…亮起来了/…通了/…畅通了/…正常了/…恢复了/…恢复正常/…有水了",
        "…有电了/…来水了/…来电了/…水来了/…电来了/…暖气热了/…水热了/…有热水了/…能用了/…可以用了/…能开了",
        "…能关了/…能坐了/…清走了/…清理了/…拖走了/…搬走了/…干净了/…疏通了/…修复了/…正常使用/…正常运行/…安静了",
        "…停下来了/…停止了/…修完了/…换了新的",
    ),
    *_each(("…不", "…没", "…没有", "…不再"), _GONE, ("了",)),
    *_each(("…没再", "…没有再", "…不再"), _GONE, ("", "了")),
    *listed(
        "solved/fixed/done/all good/all fine/sorted/resolved/repaired/works/working/all sorted/…solved/…fixed",
        "…resolved/…sorted/…sorted out/…repaired/…done/…all good/…good now/…fine now/…works/…works now",
        "…working/…works again/…working again/…running again/…on again/…back on/…is back/…light is on",
        "…lights are on/…running/…stopped/…stopped leaking/…stopped dripping/…no longer…/…no more leak",
        "…no more leaks/…any more/…anymore/…is gone/…not leaking any more/…does not leak any more",
        "…doesn't leak any more/…is clean/…cleared/…still works/…still fine/…no problem now/…no problems now",
        "no problem any more/good as new/…关上了/…挪走了/…移走了/…开走了/…已解决/…已经解决/修妥了/修咗/修好晒",
        "整好晒/搞掂晒/…味道没了/…味没了/…声音没了/…声音没有了/…味道没有了/…没味了/…没味道了/…没声音了/修得很好",
        "修得真好/修得不错/弄得很好/弄得不错/已处理/已修好",
    ),
)
UNDER_IT_YES = listed(
    "是的/是/对/对的/有的/解决/确认/确定/是的是的/对对/对对对/yes/yes it is/yes it has/it is/it has",
    "correct/yep/yeah/confirmed/confirm",
)

_STILL = listed(
    "还/还在/还是/还是在/还有/还有点/还有些/有点/又/又在/又开始/仍/仍在/仍然/依然/依然在/依旧/照样/一直在",
)
_BAD = listed(
    "漏/滴/渗/冒/流/堵/响/吵/闹/臭/闪/跳/坏/停/断/晃/掉/卡/抖/黑/脏/冷/往下/往外/等/老样子/那样/一样/这样",
    "低/小/慢/弱/暗/灭/难闻/有水/有味/有问题/开不/打不/关不/用不",
)
_FAILS = listed(
    "亮/通/行/好使/好用/出水/来水/热/转/动/制冷/走/管用/能用/开/灵/正常/见人/见好/给修/来修",
)
NOT_SOLVED = (
    *listed(
        "没解决/未解决/没修/没弄/没来/不行/还不行/没变/没用/没效果/没动静/没反应/坏的/还坏着/…还坏着/没人管/没人理/没人来/人没来",
        "没来人/没见人/不见人/老样子/一样/白修了/白修/没得/没搞/不得行/没成/没好转",
    ),
    *_each(("…没", "…没有", "…没能", "…未", "…没给", "…没完全", "…没全", "…没彻底"), _MADE, ("好",)),
    *_each(
        ("…没", "…没有", "…没完全", "…没彻底", "…没真正", "…未", "…哪里", "…哪", "…根本没"),
        ("解决", "好", "修", "弄", "处理"),
    ),
    *_each(_each(("…",), _STILL), _BAD, ("…",)),
    *_each(("…还是不", "…又不", "…还不", "…仍不", "…依然不", "…照样不", "…依旧不", "…也不", "…就是不"), _FAILS, ("…",)),
    *_each(("…不",), (*_FAILS, "亮了", "通了", "热了")),
    *listed(
        "…还是没…/…还没…/…又没…/…依然没…/…一直没…/…根本没…/…压根没…/…到现在没…/…没亮/…没通/…没热/…没来",
        "…没来人/…没人来…/…没有人来…/…没人修…/…没人管…/…没见人…/…没见着人/…没见到人/…没看见人/…没看到人",
        "…不见人…/…没来修/…没来过/…没变化/…没有变化/…没动静/…没人影/…没反应/…没换/…没清理…/…没搬…/…没修…",
        "…没得人来…/…没得人/…没得用/…打不开/…关不上/…开不了/…用不了/…没法用/…修不好/…弄不好/…更严重了",
        "…更厉害了/…更差了/…还有问题/…是坏的/…白修了/…又坏了/…又犯了/…又来了/…又不行了/…漏得更…/…没修到位",
        "…没到位/…没彻底/…反复…/…治标不治本/…糊弄…/…冇好/…冇修好/…冇人来/…唔得/not solved/not fixed/not done",
        "unsolved/no change/not working/nobody came/no one came/still not/still no/nothing happened/same",
        "no good/same as before/…still…/…again/…not fixed…/…not solved…/…not resolved…/…not repaired…",
        "…not done…/…not working…/…does not work…/…doesn't work…/…don't work…/…isn't fixed…/…isn't solved…",
        "…isn't working…/…wasn't fixed…/…hasn't been…/…has not been…/…nobody came…/…no one came…",
        "…nobody has come…/…no one has come…/…nobody has been…/…never came…/…did not come…/…didn't come…",
        "…not better…/…no better…/…worse…/…the same…/…same problem…/…came back…/…comes back…/…is broken…",
        "…drips…/…dripping…/…leaks…/…leaking…/…didn't help…/…did not help…/…not yet fixed…/…no improvement…",
        "…没变/…哪里解决了/…哪里修好了/…哪里好了/…修了一半…/…弄了一半…/…还是小/…还是慢/…还是太…/…没看到人…",
        "…没看见人…/…没见到人…/…nobody showed up…/…never showed up…/…no one showed up…/…还有一点…/…还剩…没…",
        "还差…/…还差一点…/…没好利索/…没修利索/…灭了/没到/…师傅没到/…没见着…/…看了一眼…/…只看了…/…没啥用/…没用",
        "跟…一样/和…一样/…没区别/…没两样/…没动/…没动工/…没开工/…没开始…/…还需要…/…还要…/…还得…/…还有一处…/…还有一个…",
        "…味道还在/…声音还在/…问题还在/…水还在…/…还存在…/…没弄彻底/…没修彻底/…没整好/…没管/…没给修",
        "…noise is back…/…smell is back…/…problem is back…/…leak is back…/…only half…/…half fixed…/…partly…/…nobody…",
        "…no one…/…not any better…/…broke again…/…still the same…/…is there again…/…is still there…",
        "…nothing has changed…/…nothing changed…/…nothing was done…/…not completely…/…not really fixed…",
    ),
)
UNDER_IT_NO = listed(
    "没/没有/还没/还没有/没呢/没有没有/不是/不对/不/否/冇/并没有/完全没有/没好/没水/没电/没气/没热水/没暖气/没信号",
    "no/nope/not yet/not really",
    "no not yet/not at all/no way/it is not/it isn't/it has not/it hasn't",
)
BROKEN_AGAIN = (
    *NOT_SOLVED,
    *listed(
        "又出问题了/又出毛病了/老毛病又犯了",
    ),
)

TAKEN = listed(
    "我来办/我来/我去办/我去处理/我去修/归我办/归我/我来处理/我来修/我来弄/我来看看/我来跟/我来负责/让我来/接了/我接/我接了/我接单/接单",
    "接单了/我办/我处理/我负责/我管/交给我/我来接/这个我来/这单我接/这件我来办/i'll take it",
    "i will take it/mine/i'll do it/i will do it/i'm on it/i am on it/on it/i'll handle it",
    "i will handle it/leave it to me/i take it/i've got it/taking it/i'll take this one",
)
UNDER_IT_I_GO = listed(
    "我去/我去看/我马上去看/我去看看/我过去/我过去看看/我马上去/马上去/马上来/马上到/马上过去/这就去/这就来/去看看/我马上来",
    "我马上到/收到马上去/可以我来/i'll go/i will go/on my way/coming/i'll come/i'll have a look",
)
DONE = (
    *listed(
        "处理好了/处理完了/完成/完成了/办完了/做完了/弄完了/已处理/已修好/已办好/完工了/完事了/finished/all done",
    ),
    *("completed", "complete", "job done", "…finished", "…completed", "…换上了", "…换了", *SOLVED),
)

YES = listed(
    "确定/是/是的/对/对的/好/好的/行/可以/嗯/要/要的/没错/就这样/确认/yes/yes please/ok/okay/sure/yep",
    "do it/go ahead/confirm",
)
"""To «sure?»."""
BACK = listed(
    "返回/回去/后退/退回去/不了/不用了/先不/go back/back",
)
