"""What somebody says to «解决了吗», in the words of many invented people: it is, it is not, or neither."""

import pytest

from bot.subjects import SUBJECTS
from domain.words.sayings import Sayings, clauses_of, is_said_aside
from handlers.meant import may_mean_a_button, meant_by
from messages.drawing.buttons import ON_TICKET, Button
from storage.settings.community import packaged_settings

TELLS_OF_TROUBLE = packaged_settings().reader.tells_of_trouble


def said(*lines: str) -> list[str]:
    return [one for line in lines for one in line.split("|")]


SOLVED = said(
    "解决了|已经解决了|修好了谢谢|好了好了|灯亮了|不漏了|有水了|嗯 好了|都修好了，谢谢师傅|好了，谢谢您啊|修好啦",
    "搞定了👍|弄好咯|门能关上了|楼道灯亮起来了|水来了|电来了，辛苦了|不漏了不漏了|没有再漏了|没再滴水|没漏了",
    "现在好了|师傅来了，修好了|来修过了，好了|电梯好了|电梯能坐了|可以用了|恢复正常了|下水道通了|马桶不堵了",
    "暖气热了|垃圾清走了|车子挪走了|已处理|处理好了|已经弄好了，麻烦您了|谢谢，解决了|是的，解决了|是的|对|好了的",
    "好哒|修好了，速度真快|好了好了，辛苦各位|修得很好，谢谢|问题已经解决|整好了，巴适|搞好咯|得行了|修咗",
    "修好晒，唔该|换了新灯泡，亮了|水龙头换好了不滴了|解决咯，多谢楼长|嗯嗯解决了|没问题了|没事了|修好了。",
    "好了！！！|路灯修好了|声音没有了|味道没了|不臭了|楼上不吵了|修妥了|今天早上来修好了|昨天就好了|早好了|好啦谢谢",
    "solved|Fixed|fixed, thanks|It's fixed now, thank you!|yes|Yes, it's fixed|all good|All good now, thanks",
    "it works|works now|working again|the light works again|the light is on|the light is back on|water is back",
    "it stopped leaking|no longer leaking|not leaking any more|it doesn't leak any more|sorted, cheers",
    "done, thank you|resolved|It has been fixed|no more leaks|lift is running|the lift is working again|yes solved",
    "嗯，修好了|师傅刚走，修好了|可以了|行了行了|ok修好了|OK了|好使了|灯能亮了|修好咧|弄妥当了|搞好了哈",
    "已经有人来修好了|今天修好的|修好了 谢谢你们|换了个新的，不漏了|解决了 非常感谢|是的 已经解决|问题解决了",
    "我家水管修好了|厕所通了|门铃响了|锁换好了|窗户修好了|墙补好了|井盖盖好了|垃圾运走了|路面修平了|网通了|信号好了",
    "水压正常了|没有异味了|不跳闸了|狗不叫了|不吵了，谢谢|好了，没事了|修好啦！谢谢楼长|都弄好了|都好了|全好了",
    "解决得很好|完全好了|彻底好了|修好了，放心吧|已修复|好着呢|都正常了|灯都亮了|水不流了|没再响了|停水恢复了",
    "亮堂了|修利索了|弄好了弄好了|it's working fine now|Fixed thanks a lot|yep all fixed|Yes thanks",
    "the leak has stopped|leak fixed|no leak any more|the light works|lights are back|it's ok now|ok now",
    "problem solved|issue resolved|the door closes now|everything works|they fixed it|he fixed it, thank you",
    "they came and fixed it|the plumber fixed it|water's back|the smell is gone|the noise has stopped",
    "much better now, fixed|it is all done|completely fixed|works fine",
)
NOT_SOLVED = said(
    "没有|没|还没|还是不行|还是漏|又漏了|没修好|人没来|灯还是不亮|没解决|没解决啊|还没解决呢|没呢|还没有|没人来",
    "没人来修|没来人啊|师傅没来|还在漏|还在滴水|还是滴|又坏了|又不亮了|修了又坏了|修了还是漏|修了跟没修一样",
    "还是老样子|一点没变|没用|白修了|不行|不亮|还是打不开|打不开|关不上|又堵了|还堵着呢|依然漏水|照样漏",
    "漏得更厉害了|比以前更严重了|压根没人来|一直没来|哪里解决了|根本没解决|没有解决|没解决，还在漏|没有，师傅还没来",
    "不是，灯还黑着|没完全好|没修彻底|只修了一半|修了一半人就走了|还没弄好|没弄|没得人来|没人理|等了一天没人来",
    "说好来也没来|还臭|楼上还在吵|晚上还吵|水还是小|还是没水|没水|没电|仍然不出水|怎么还在漏|咋还没来人|还没修|没通",
    "不热|没亮|没好|没好啊|修好一天又漏了|没有 还在漏|还是那样|没见到人|没看到人来|no|No.|not yet|not fixed",
    "Not fixed yet|still leaking|no it still drips|it's still leaking|still not working|it is leaking again",
    "broken again|nobody came|no one has come yet|nobody has come|still dark|it still doesn't work|doesn't work",
    "the light is still off|same as before|no change|worse than before|not really|it came back|still no water",
    "they never came|nobody showed up|it isn't fixed|not solved|leaking again|the tap drips|no, still broken",
    "it was fixed but it leaks again|没修呢|没有修好|还是没修好|没完全修好|还差一点|没好利索|还在漏水呢|还漏水",
    "又开始漏了|水还在滴答|灯又灭了|灯灭了|又黑了|还黑着|根本没修|没人管|一个人都没来|到现在没人来|没见着师傅",
    "师傅没到|师傅来了没修好|来看了一眼就走了|只看了看没修|修了没用|没啥用|没效果|不管用|还那样|还是一样|跟以前一样",
    "跟原来一样|没区别|不行啊|不行，还漏|不得行|莫得人来|莫修好|没搞好|没弄彻底|还有漏|还有点漏|还有一处漏|还有味道",
    "味道还在|声音还在|还是响|还是吵得睡不着|电梯又停了|电梯还是坏的|门还是关不严|还是关不上门|水压还是低|还是停水",
    "又停电了|依旧没解决|至今未解决|骗人，没修|谁说修好了，没有|哪里好了，还漏呢|没有解决，请再来一趟",
    "没有啊，还在漏|还没人来过|还没开始修|没动|没动工|没处理呢|未处理|没有处理好|今天又坏了|早上又漏了",
    "昨天修好今天又坏了|还需要再修|还要再来修一下|没呀|not working|still broken|it's still the same|no, nobody came",
    "no not fixed|it wasn't fixed|isn't fixed|they did not come|it still leaks|leaks again|still smells|still noisy",
    "the noise is back|worse now|only half fixed|not completely|it broke again|it's broken again|no one came",
    "doesn't work|it does not work|not at all|the problem is still there|it started leaking again|nope|never came",
    "nobody's been here|no, it's not fixed|No, the light is still dark|water is still dripping",
)
NEITHER = said(
    "修好了吗|修好没|好了没有|好了没|来了吗|什么时候来|好的|嗯|收到|知道了|谢谢|谢谢师傅|辛苦了|我在家|明天上午可以",
    "我不在家|没在家|没空|钥匙在门口|师傅电话多少|几点来|你好|哦|ok|等一下|我看看|我还没看|我还没回家|还不知道",
    "不清楚|等我回去看看|晚上再看|下班回去看|我家厨房漏水了|师傅说修好了|听说修好了|要是修好了就好了|希望修好",
    "快修好了|好像好了|应该好了|差不多了|修好了？|好了吗？谢谢|没关系|不客气|还可以|还不错|挺好|师傅人很好|麻烦快点",
    "能不能快点|怎么还没来？|is it fixed|when will they come|ok|thanks|thank you|hello|I'm at home",
    "tomorrow morning is fine|I don't know|maybe|I hope it gets fixed|fixed?|who is coming",
    "the key is with my neighbour|call me|not at home|I am out|收到谢谢|好的收到|好滴|行|可以|明天在家",
    "下午三点后在家|麻烦轻一点敲门|敲门大声点|我妈在家|钥匙在邻居家|三楼左边那户|修的时候叫我|要多少钱|需要我在家吗",
    "多久能好|师傅贵姓|请问谁来修|在不在|喂|有人吗|1|我去看看|等我看看再说|我问问我妈|先等等看|观察两天再说",
    "过两天看看|我出差了|还没到家|我不住那里了|修是修了|不知道好没好|是不是修好了|修好了的话告诉我|修好了请通知我",
    "修好以后打电话|能修好吗|啥时候能修好|修得好吗|天气真好|今天停水通知有吗|物业费怎么交|好人|修好了吗师傅|一般",
    "还凑合|ok thanks|got it|will be home at 5|please ring the bell|which day|how much is it|i'll check tonight",
    "let me check|not home now|maybe tomorrow|hello?|who will come|good morning|what is the number of the steward",
    "i hope so|if it is fixed i will tell you|call me when it is fixed",
)


def ticket_button(action: str) -> Button:
    return Button(ON_TICKET, action, 1, 3)


CARD = [
    ("解决了", ticket_button("confirm")),
    ("没解决", ticket_button("not_solved")),
    ("补充", ticket_button("add")),
    ("经过", ticket_button("history")),
]


def pressed(words: str) -> str | None:
    if not may_mean_a_button(SUBJECTS, words, TELLS_OF_TROUBLE):
        return None
    found = meant_by(SUBJECTS, CARD, words)
    return found.button.action if found is not None else None


@pytest.mark.parametrize("words", SOLVED)
def test_it_is_solved(words: str) -> None:
    assert pressed(words) == "confirm"


@pytest.mark.parametrize("words", NOT_SOLVED)
def test_it_is_not_solved_and_these_words_are_the_sentence(words: str) -> None:
    assert pressed(words) == "not_solved"
    found = meant_by(SUBJECTS, CARD, words)
    assert found is not None
    assert found.sentence


@pytest.mark.parametrize("words", NEITHER)
def test_it_is_neither(words: str) -> None:
    assert pressed(words) is None


@pytest.mark.parametrize("words", ["修好了，但是还在滴", "好了，不过灯还是不亮", "it was fixed but it still drips"])
def test_who_says_both_has_not_been_helped(words: str) -> None:
    assert pressed(words) == "not_solved"


def test_what_is_left_of_a_clause_without_what_stands_around_it() -> None:
    (clause,) = clauses_of("嗯嗯，已经修好了啊谢谢师傅👍")
    assert "修好了" in clause.forms
    (clause,) = clauses_of("It's fixed now, thank you!")
    assert "fixed" in clause.forms


def test_thanks_alone_are_still_words() -> None:
    assert [clause.written for clause in clauses_of("谢谢。")] == ["谢谢"]
    assert not clauses_of("")


def test_the_saying_that_says_most_itself_is_meant() -> None:
    sayings = Sayings([("…好了", "yes"), ("没…好了", "no")])
    (clause,) = clauses_of("没修好了")
    assert sayings.heard(clause.forms) == {"no": 3}


@pytest.mark.parametrize("words", ["要是修好了就好了", "好像好了", "师傅说修好了", "希望好了"])
def test_what_is_only_supposed_or_told_by_others_is_not_so(words: str) -> None:
    assert pressed(words) is None


def test_latin_words_are_whole_words() -> None:
    assert not Sayings([("…fixed", 1)]).heard(("unfixed",))
    assert Sayings([("…fixed", 1)]).heard(("the lamp fixed",))


def test_praise_is_no_other_matter() -> None:
    (clause,) = clauses_of("师傅人很热心")
    assert is_said_aside(clause)
    (clause,) = clauses_of("楼道灯又坏了")
    assert not is_said_aside(clause)
