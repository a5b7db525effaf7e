"""Danger in what somebody writes: every way of saying that it is now, and of saying that it is not. All invented."""

import pytest

from storage.settings.community import packaged_settings

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

OF_ANY_KIND = (
    "楼长，我家着火了",
    "快！5栋3楼窗户冒火",
    "厨房里油锅烧起来了，灭不掉",
    "二楼阳台堆的纸箱着了",
    "楼下充电的电瓶车在冒烟",
    "有人家里失火，浓烟很大",
    "整个楼道都是浓烟，呼吸不了",
    "隔壁好像烧东西烧着了窗帘",
    "配电间有烧焦的味道，还冒烟",
    "我们单元有股很重的煤气味",
    "厨房煤气罐嘶嘶地漏气",
    "煤气阀门关不上，一直在漏",
    "家里燃气报警器响了，闻着有味道",
    "天然气管子被挖断了，在喷气",
    "闻起来像煤气，怎么办",
    "屋里煤气味大得很，头晕恶心",
    "我和孩子困在电梯里了，在2单元",
    "电梯卡在四楼和五楼中间，里面有老人",
    "我妈被关在电梯里半个小时了",
    "电梯突然停了，门打不开，我在里面",
    "电梯里有人按警铃，门开不了",
    "电梯掉下来了，有人在里面",
    "救命，电梯停在半空了",
    "楼道的电线冒火星",
    "插座着了，冒蓝火",
    "有个小孩摸到电线被电倒了",
    "我爸修灯触电了，叫不醒",
    "电线杆倒了，电线掉在路上",
    "洗澡的时候热水器漏电，麻了我一下",
    "配电箱噼啪响还冒烟",
    "外墙的砖掉下来砸到车了，还在掉",
    "阳台外面的大玻璃碎了往下掉",
    "楼顶的水泥块砸下来了",
    "天花板整块掉下来了，压到人",
    "院墙倒了，有人压在下面",
    "我家房顶塌了",
    "楼房突然在响，墙裂得越来越大",
    "有人从楼上掉下来了",
    "井盖没了，一个孩子掉下去了",
    "邻居大爷倒在楼道里不动了",
    "老人摔了，头上流血",
    "有人煤气中毒了，叫不应",
    "我喘不上气，胸口疼",
    "对门阿姨敲了半天门没人应，怕出事",
    "小孩被狗咬了，流血很多",
    "有人被车撞了，在小区门口",
    "孩子噎住了，脸都紫了",
    "I can smell gas everywhere in our stairway",
    "Smoke is coming out of flat 502",
    "the kitchen caught fire",
    "Help, we are trapped in the elevator",
    "the lift dropped and people are inside",
    "There's a fire on the third floor!",
    "an old lady has fallen and cannot get up",
    "wall is falling down in the yard",
    "my neighbour collapsed and is not breathing",
    "電梯困住我了",
    "家裡失火了",
    "聞到瓦斯的味道",
    "有人暈倒在樓梯間",
    "一楼店铺起大火了赶快来人",
    "楼下垃圾房在烧，火越来越大",
    "我闻到焦糊味，好像墙里面电线烧了",
    "邻居家厨房火光冲天",
    "隔壁着火了，火蔓延到我家阳台了",
    "屋里烟雾弥漫，我出不去",
    "车棚里电动车自燃了",
    "煤气泄漏！5号楼2单元",
    "厨房一股臭鸡蛋味，煤气没关",
    "楼上燃气漏得厉害，能听到声音",
    "天然气表那里一直漏气，很大味道",
    "我们被困电梯，没人接对讲",
    "奶奶和孙子卡电梯里了",
    "2单元电梯关了人，孩子在哭",
    "电梯坏在半中间，我出不去",
    "电线短路，火花乱溅",
    "电表箱烧了，在冒烟",
    "水漫到插座了，还通着电",
    "小孩触电昏倒了",
    "路边电缆断了搭在铁门上，有人摸到发麻",
    "楼上窗户玻璃掉下来，差点砸到小孩",
    "屋顶瓦片被风吹得往下掉",
    "大楼外墙保温层掉下来一大片",
    "阳台要塌了，正在往下沉",
    "脚手架倒了压到人",
    "煤气爆炸了，有人受伤",
    "工人从架子上摔下来了",
    "我老伴突然晕倒，没反应",
    "孩子掉进化粪池了",
    "下水井里有人掉进去了",
    "独居的张奶奶两天没出门，敲门也不应",
    "有人打架流血了，倒在地上",
    "我摔断腿了，起不来",
    "快来人，有人要不行了",
    "fire in building 3, please come",
    "strong smell of gas in my kitchen",
    "someone got an electric shock",
    "the elevator doors won't open and my kid is inside",
    "a man is lying on the ground and not moving",
    "bricks are falling off the roof right now",
)

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

MORE_NOT_NOW = (
    "加装电梯困难重重",
    "大火锅店油烟大",
    "打物业电话没人应",
    "投诉了三次没有回应",
    "楼上太吵，敲门不开",
    "电梯按钮没反应了",
    "我的车被撞了",
    "吵得我要死了",
    "树快死了没人浇水",
    "楼道都是烟头",
    "开窗都是烟味",
    "cigarette smoke in the corridor every night",
    "restaurant smoke comes into my flat",
    "这样下去要出人命",
    "空调开着了一晚上",
    "车停着了三个月",
    "天然气表坏了",
    "暖气管喷气",
    "在火星",
    "我孩子睡着了还在装修",
    "门禁没反应了",
    "单元门动不了了",
    "护栏被车撞坏了",
    "fire lane is blocked by cars",
    "smoke detector is broken",
    "电梯门坏了关不上",
    "垃圾倒在楼下",
    "水管断了",
    "小区没有消防设施，着火了怎么办",
    "楼道充电很危险，容易引起火灾",
    "上个月3栋着过火，现在楼道还是黑的",
    "希望物业检查一下燃气管道，避免泄漏",
    "电梯老是困人，能不能换一部",
    "之前电梯困过我一次，到现在没修",
    "瓷砖有点松，怕掉下来砸人",
    "墙上的瓷砖去年掉下来过",
    "能不能组织一次火灾逃生演练",
    "外墙脱落，随时可能砸到人",
    "电线老化，存在触电危险",
    "如果电梯坏了困住人谁负责",
    "这个煤气罐放楼道里太危险了，爆炸了怎么办",
    "楼上烧纸，烟很大",
    "燃气公司什么时候来安检",
    "没有人受伤，就是车被刮了",
    "昨天有人在楼下摔倒，希望把地砖修好",
    "井盖松动，夜里容易掉进去",
    "我家不是着火，是油烟",
    "烟感报警器误报，没有火",
    "the fire door is broken",
    "fire extinguisher is missing on floor 3",
    "is there a fire drill this month?",
    "the elevator was stuck twice last week",
    "no one was hurt",
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


@pytest.mark.parametrize("text", OF_ANY_KIND)
def test_danger_of_any_kind_raises_an_alarm(text: str) -> None:
    assert any(seen.now for seen in COMMUNITY.sightings(text))


@pytest.mark.parametrize("text", MORE_NOT_NOW)
def test_what_only_sounds_like_it_raises_none(text: str) -> None:
    assert not any(seen.now for seen in COMMUNITY.sightings(text))


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


CROSSED = {
    "fire": (
        "过道里好大一股烟，看不见人",
        "沙发烧起来了",
        "楼梯间全是烟，下不去",
        "smoke is coming under the door of our room",
        "取暖器把窗帘烤着了，捂都捂不住",
        "火！火！快来",
    ),
    "gas": (
        "气表那里嘶嘶地响，味道冲得很",
        "屋头有股怪味，怕是煤气",
        "烧了一晚的炭，一屋人都头痛",
        "the cooker is hissing and leaking",
        "老鼠把煤气软管咬穿了",
        "楼下餐馆的煤气味重得不得了",
    ),
    "lift": ("电梯停了，我们三个人在里头出不来", "the lift stopped between floors with my kid inside"),
    "trapped": ("孙子把自己反锁在厕所里了", "手指卡进卷帘门里取不出来", "my son is locked in the bathroom"),
    "electric": (
        "配电房进水了",
        "雨水流到插板上了",
        "一摸铁门就麻手，门带电",
        "water is running into the fuse box",
        "娃娃些在掏配电箱",
    ),
    "falling": (
        "阳台垮了半边",
        "路面突然陷下去了",
        "脚手架歪了，要倒",
        "the balcony gave way",
        "招牌只剩一颗螺丝，在半空荡",
        "挡土墙往这边挤过来了",
        "chunks of the facade are crashing onto the pavement",
    ),
    "injury": (
        "我爸突然倒在地上喊不醒",
        "从楼梯滚下来，起不来了",
        "my mum has collapsed and is not breathing",
        "我妈摔了！头上全是血！",
        "爸爸说话突然不利索，一边手抬不起来",
        "摔倒后起不来了，腿断了",
    ),
    "family_violence": (
        "我老公又打我了",
        "他又打我了",
        "我老公喝醉了就打我",
        "婆婆被儿子打了",
        "爸爸打妈妈",
        "楼上天天打孩子，哭得厉害",
        "他掐住我妈的脖子",
        "媳妇用脚踢婆婆",
        "my son hit me again",
        "the man upstairs is beating his wife",
    ),
    "violence": (
        "有个男的拿着刀在楼下追人",
        "有人在踹我家房门",
        "a man is waving a knife",
        "someone is kicking my door in",
    ),
    "missing": (
        "老人走失了",
        "外婆出去买菜一直没回家",
        "小孩在楼下玩，一转眼找不到了",
        "老人两天没开门了",
        "对门独居的大爷三天没出门",
        "my grandfather went out and hasn't come home",
        "the old lady next door hasn't been seen for days",
        "独居的大爷报纸堆了三天，敲门没动静",
        "我人在外地，我妈电话两天没人接，帮我去看看",
    ),
    "self_harm": (
        "我把药全吃了",
        "他站在楼顶边上要跳",
        "我活够了",
        "I swallowed a whole bottle of pills",
        "有个女的坐在阳台栏杆上哭",
        "大家没有我会过得更好，药都买好了",
    ),
    "any": ("有娃娃掉进河里了", "疯狗见人就咬"),
}

NO_DANGER = (
    "随着火车站开通，三公街越来越堵",
    "自燃油涨价以后垃圾车就不按时来了",
    "电梯停了，八十岁老人被困在楼上下不来",
    "液化气罐车来卖菜市场门口，油烟味太大",
    "怕玻璃掉下来砸到娃娃",
    "栏杆断了，小孩摔下去怎么办",
    "着火了怎么报警",
    "三公街13号楼下烤鱼店天天冒烟",
    "焊工在焊栏杆，火花溅得到处都是",
    "电视剧里天天喊救命",
    "手机都要被打爆炸了",
    "停车收费简直是抢劫",
    "热得想死，电梯又停了",
    "看到群里说有人跳楼",
    "槐树院1栋电梯里有人抽烟",
    "他打电话给我妈了",
    "我打老师的手机没人接",
    "没有打架，就是嗓门大",
    "触摸屏坏了，手一摸就麻烦",
    "昨天着火那家怎么样了",
    "请问防走失的手环在哪里领",
    "厕所的水往上翻，臭得很",
    "有人在天井里头砌墙",
    "建议清走旧沙发，烧起来不得了",
    "领导，承重墙拆了，楼板在响，向有关部门反映都没有整改",
    "where can i ask how to get out when smoke fills the stairs",
    "they are welding the gate, sparks everywhere",
    "in that movie a man is waving a knife",
)
"""The examples of the office and their brothers: none of them rings or is told as harm."""


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in CROSSED.items() for text in texts])
def test_nouns_crossed_with_verbs_are_heard(code: str, text: str) -> None:
    assert code in {seen.danger.code for seen in COMMUNITY.sightings(text) if seen.now}


@pytest.mark.parametrize("text", NO_DANGER)
def test_longer_words_fears_sources_and_ways_of_speaking_ring_nobody(text: str) -> None:
    assert [seen.danger.code for seen in COMMUNITY.sightings(text) if seen.now] == []


@pytest.mark.parametrize("text", ["误报", "别来了", "不用来了，搞错了", "取消", "false alarm", "no need to come"])
def test_words_that_call_an_alarm_off(text: str) -> None:
    assert COMMUNITY.calls_off(text)


@pytest.mark.parametrize(
    "text", ["在三楼东边", "不是误报，又冒烟了", "快来", "come quickly", "误报" + "，里面还有一个人" * 10]
)
def test_words_that_do_not(text: str) -> None:
    assert not COMMUNITY.calls_off(text)
