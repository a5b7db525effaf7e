"""Danger in what somebody writes: every way of saying that it is now, and of saying that it is not. All invented."""

import pytest

from storage.community import packaged_settings

COMMUNITY = packaged_settings()

NOW = {
    "fire": (
        "着火了",
        "我家厨房着火了！",
        "快来人啊，楼下电瓶车烧起来了",
        "3号楼2单元楼道里冒黑烟",
        "隔壁窗户在往外冒烟，敲门没人",
        "楼道里全是烟，看不见路",
        "电瓶车爆炸了",
        "闻到很浓的烧焦味，不知道哪来的",
        "垃圾桶着火，火苗有一米高",
        "樓道著火了",
        "着火啦着火啦",
        "油锅起火了怎么办",
        "我家着火了怎么办？",
        "上次说没事，现在又着火了",
        "是不是着火了，楼上好大的烟",
        "阳台上的被子烧着了",
        "There is a fire in the kitchen",
        "help, my e-bike is on fire!",
        "The stairway is full of smoke",
    ),
    "gas": (
        "闻到煤气味",
        "我家厨房有股煤气的味道",
        "楼道里好大的煤气味，头都晕了",
        "天然气泄漏了",
        "燃气管一直在漏，嘶嘶响",
        "好像是煤气漏了",
        "是不是漏煤气啊，味道很冲",
        "昨天开始有煤气味，今天煤气味更浓了",
        "屋里有很浓的液化气味，可能会爆炸",
        "１号楼闻到燃气味",
        "樓道裡聞到瓦斯味",
        "I smell gas in the corridor",
        "gas is leaking in my flat",
        "I think there is a gas leak",
    ),
    "lift": (
        "我被困在电梯里了",
        "电梯困人了，在3号楼",
        "电梯停在5楼，我妈妈在里面出不来",
        "有小孩卡在电梯里",
        "电梯门打不开，里面有人",
        "电梯又关人了，快来",
        "老人手被电梯夹住了，电梯夹到手",
        "電梯裡有人被困住",
        "I am stuck in the lift",
        "My mother is trapped in the elevator, please help",
        "the elevator is stuck between floors and I am inside",
    ),
    "electric": (
        "插座冒火花",
        "有人触电了",
        "电线断了掉在地上，还在打火",
        "楼道配电箱冒火花，噼里啪啦响",
        "水龙头漏电，手一摸就麻",
        "电线掉到积水里了",
        "高压线断了",
        "sparks are coming out of the socket, it is sparking",
        "a live wire is down in the yard",
    ),
    "falling": (
        "外墙瓷砖正在往下掉",
        "楼上的玻璃掉下来了",
        "墙皮一块一块往下掉，下面有人走",
        "6楼的空调外机要掉下来了",
        "天花板塌了",
        "围墙刚刚塌了",
        "有人掉进下水井了",
        "广告牌摇摇欲坠，快掉下来了",
        "砖头从楼顶砸下来",
        "Tiles are falling from the facade",
        "The ceiling collapsed in my bedroom",
    ),
    "injury": (
        "有人晕倒了",
        "老人摔倒在楼梯口，起不来",
        "我爸心脏病犯了，喘不过气",
        "楼下有人流血不止",
        "孩子从楼梯上摔下来，头破血流",
        "救命",
        "快叫救护车",
        "对门老太太几天没见了，敲门没人应",
        "有人受伤了",
        "my neighbour is unconscious on the stairs",
        "An old man fell down the stairs and is bleeding",
    ),
}

NOT_NOW = (
    "万一着火了怎么办",
    "楼道堆满东西，万一着火跑都跑不掉",
    "消防通道堵死了，着火了怎么办",
    "存在火灾隐患，容易起火",
    "如果煤气泄漏该打哪个电话",
    "要是电梯困人怎么办",
    "去年楼下着火，烧了两户",
    "曾经有人被困在电梯里",
    "电梯多次关人，一直没修好",
    "电梯经常困人，希望换新的",
    "2019年3月5日5栋着火，至今没有修复",
    "上次电线打火花，后来修好了",
    "为了防止煤气泄漏，建议装报警器",
    "我们楼没有着火，是有人烧纸",
    "没闻到煤气味",
    "不是着火，是在熏腊肉，冒烟而已",
    "社区什么时候搞触电急救培训",
    "燃气泄漏报警器坏了",
    "着火的时候该往哪里跑",
    "昨天晚上着火，已经扑灭了",
    "电动车上楼充电一旦着火后果不堪设想",
    "外墙瓷砖有脱落的风险，担心砸到人",
    "如果有人摔倒受伤了算谁的",
    "In case of fire, where is the exit?",
    "What happens when somebody is stuck in the lift?",
    "Last year there was a fire in building 3",
    "there is no gas leak, never mind",
)

NOTHING = (
    "楼道灯不亮",
    "加装电梯有困难",
    "生意火爆",
    "我家厨房漏水了",
    "楼下烧烤油烟味很大",
    "电梯坏了，停在一楼不动",
    "天然气什么时候开通",
    "消防通道被车堵了",
    "饭店烟囱冒烟熏人",
    "my shoes are on firewood",
    "the lift is out of order",
    "",
)

HARM = {
    "family_violence": ("我老公打我", "丈夫打我，我和孩子很害怕", "my husband beats me"),
    "child": ("隔壁天天在打孩子", "邻居虐待孩子", "a child is missing, child abuse"),
    "self_harm": ("我不想活了", "有人要跳楼", "活着没意思", "I want to die"),
    "violence": ("有人拿刀在楼下砍人", "被人打了", "he attacked me with a knife"),
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in NOW.items() for text in texts])
def test_danger_that_is_now_is_heard_however_it_is_said(code: str, text: str) -> None:
    assert code in {seen.danger.code for seen in COMMUNITY.sightings(text) if seen.now}


@pytest.mark.parametrize("text", NOT_NOW)
def test_risk_fear_past_and_denial_sound_no_alarm_and_still_show_the_number(text: str) -> None:
    seen = COMMUNITY.sightings(text)
    assert seen
    assert not any(one.now for one in seen)


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_reports_show_no_number(text: str) -> None:
    assert COMMUNITY.sightings(text) == []


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in HARM.items() for text in texts])
def test_harm_to_people_is_always_heard(code: str, text: str) -> None:
    seen = COMMUNITY.sightings(text)
    assert code in {one.danger.code for one in seen if one.now and one.danger.safeguarding}
