"""What residents write in a chat, and the category it is about. All invented; the real texts: make evaluate."""

import pytest

from domain.words.categories import MAX_PROPOSED
from domain.words.meaning import Meaning
from domain.words.phrases import Phrases
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()

SAID = {
    # behind a comma: other categories that would be as right
    "R101": (
        "楼上的水滴到我家了",
        "卫生间天花板在滴水",
        "厨房水管漏",
        "阳台一下雨就渗水进来,R104",
        "水龙头关不紧一直滴",
    ),
    "R102": (
        "家里没水了",
        "整栋楼都停水",
        "水管爆了水喷出来",
        "今天一天没来水",
    ),
    "R103": (
        "厕所堵了冒水",
        "下水道返味堵了",
        "楼下化粪池满了溢出来",
        "地漏往上冒脏水",
    ),
    "R104": (
        "顶楼下雨漏水",
        "外墙渗水墙都湿了",
    ),
    "R105": (
        "水太小了洗不了澡",
        "自来水是黄的",
        "高层水压不够",
    ),
    "R201": (
        "家里跳闸推不上去",
        "整个单元停电了",
        "没电了",
    ),
    "R202": (
        "楼道的灯坏了",
        "路灯不亮晚上看不见",
        "声控灯一直亮着不灭",
        "三楼灯泡烧了",
    ),
    "R203": (
        "电线露在外面",
        "楼道电线掉下来垂着",
    ),
    "R301": ("楼道里有煤气味",),
    "R302": (
        "暖气不热",
        "家里暖气片漏水",
        "今年还没供暖",
    ),
    "R402": (
        "电梯又坏了",
        "电梯按了没反应",
        "电梯有异响抖得厉害",
        "电梯停了两天没人修",
    ),
    "R501": (
        "外墙瓷砖掉了好几块",
        "墙皮脱落砸到车",
    ),
    "R502": (
        "井盖松了走路响",
        "小区门口路面塌了一个坑",
        "井盖不见了",
    ),
    "R503": (
        "单元门关不上",
        "楼梯扶手断了",
        "健身器材坏了",
        "大门锁坏了",
        "对讲机不响",
        "路面坑坑洼洼",
    ),
    "R504": (
        "墙上裂了一条大缝",
        "楼上拆承重墙",
        "房子有点倾斜",
    ),
    "R803": (
        "单元门谁都能进不安全",
        "摄像头坏了",
        "我电动车被偷了",
        "门禁刷不开",
    ),
    "R601": (
        "消防通道停满了车",
        "安全出口被锁了",
        "消防车进不来",
    ),
    "R602": (
        "灭火器过期了",
        "消防栓没水",
        "烟感报警器坏了一直响",
    ),
    "R603": (
        "有人在楼道给电瓶车充电",
        "电动车推进电梯上楼",
        "飞线充电太危险",
        "充电桩坏了",
    ),
    "R701": (
        "垃圾桶满了没人清",
        "楼下垃圾堆了好几天",
        "楼道好久没人扫",
        "小区太脏了",
    ),
    "R702": (
        "树枝挡住我家窗户",
        "小区蟑螂老鼠很多",
        "大树快倒了",
        "草坪都枯死了",
        "楼下有马蜂窝",
    ),
    "R801": (
        "新换的瓷砖没几天就裂了,R501,R504",
        "改造完的墙皮又掉了质量太差,R501",
    ),
    "R802": (
        "工地没有围挡孩子会掉进去",
        "脚手架没绑牢",
    ),
    "D101": (
        "楼上天天半夜跳来跳去",
        "邻居弹钢琴吵死了",
        "隔壁打麻将吵得睡不着,D103",
        "楼上拖椅子声音很大",
        "楼上小孩一直跑",
    ),
    "D102": (
        "邻居周末装修电钻响",
        "楼上中午还在装修",
        "对门砸墙",
    ),
    "D103": (
        "楼下广场舞音响太大",
        "KTV半夜还在唱",
        "烧烤摊喝酒吵到凌晨,D501,D502",
        "楼下麻将馆吵",
    ),
    "D104": (
        "水泵房嗡嗡响",
        "空调外机声音大",
        "电梯运行噪音大睡不着,R402",
    ),
    "D105": (
        "大货车半夜按喇叭",
        "高架桥车声太吵",
    ),
    "D201": (
        "楼上漏水把我家泡了不赔",
        "漏水谁负责赔",
    ),
    "D202": (
        "邻居鞋柜放楼道",
        "楼道堆满纸箱",
        "对门把婴儿车放过道",
    ),
    "D203": (
        "一楼私自搭棚",
        "有人在绿化带种菜,R702",
        "楼顶违建",
        "邻居把阳台封了占公共地方",
    ),
    "D204": (
        "空调水滴到我家窗台",
        "对面楼挡了我家采光",
        "楼上晾衣服滴水,R101",
    ),
    "D301": (
        "邻居的狗一直叫",
        "遛狗不牵绳",
        "狗屎没人捡",
        "被狗咬了",
        "有流浪猫乱叫",
    ),
    "D401": (
        "车位被占了",
        "有车堵住我家门口",
        "乱停车",
        "外来车辆停满了",
        "僵尸车停了半年",
    ),
    "D501": (
        "饭店油烟熏得开不了窗",
        "楼下烧烤油烟大",
    ),
    "D502": (
        "小贩占道摆摊",
        "店门口堆东西挡路,D202",
        "早餐摊占了人行道",
    ),
    "D503": (
        "下水道臭死了,R103",
        "河水又黑又臭",
        "不知道哪来的怪味",
        "垃圾站臭,R701",
    ),
    "D504": (
        "楼上开了民宿",
        "有人群租",
        "隔壁开培训班,D101",
    ),
    "D601": (
        "物业费涨价不公示",
        "维修基金怎么用的",
        "停车费乱收,D401",
        "公摊电费太高",
    ),
    "D602": (
        "物业不管事",
        "保安态度差",
        "物业电话打不通",
    ),
    "D603": (
        "想成立业委会",
        "业委会账目不公开",
        "业委会换届",
    ),
    "D701": (
        "工地半夜施工",
        "修路挖断了路走不了",
        "施工灰尘大",
    ),
    "D702": (
        "一楼不同意装电梯",
        "加装电梯钱怎么分",
    ),
    "D801": (
        "跟邻居吵起来了",
        "邻居骂人威胁我",
    ),
    "D802": (
        "楼上往下扔垃圾",
        "高空抛物差点砸到我",
        "楼上扔烟头",
    ),
    "Z001": (
        "请问居住证怎么办理",
        "想给社区提个建议",
        "感谢楼长帮忙",
        "表扬保洁阿姨",
    ),
}
SENTENCES = [(code, *said.split(",", 1)) for code, texts in SAID.items() for said in texts]


def test_short_messages_get_the_right_category_first_or_among_the_next_two() -> None:
    first = among = 0
    for code, text, *others in SENTENCES:
        right = {code, *(others[0].split(",") if others else ())}
        proposed = [category.code for category in COMMUNITY.propose(text)[:MAX_PROPOSED]]
        first += bool(proposed) and proposed[0] in right
        among += bool(right & set(proposed))
    assert first >= 0.95 * len(SENTENCES)
    assert among >= 0.98 * len(SENTENCES)


@pytest.mark.parametrize("text", [sentence[1] for sentence in SENTENCES])
def test_short_reports_are_reports(text: str) -> None:
    assert COMMUNITY.meaning(text) is Meaning.REPORT


def test_traditional_and_full_width_characters_are_read_as_plain_ones() -> None:
    assert [c.code for c in COMMUNITY.propose("樓道燈不亮")] == [c.code for c in COMMUNITY.propose("楼道灯不亮")]
    assert COMMUNITY.propose("ＫＴＶ太吵")[0].code == "D103"


def test_a_latin_word_is_found_beside_chinese_and_never_inside_another() -> None:
    ktv = Phrases([("ktv", None)])
    assert ktv.stand_in("楼下ktv太吵")
    assert not ktv.stand_in("xktv")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("灯坏", True),
        ("灯又坏了", True),
        ("灯，不知怎么又坏了", True),
        ("灯。门坏", False),
        ("灯" + "很" * 13 + "坏", False),
        ("坏灯", False),
    ],
)
def test_a_phrase_in_two_parts_stays_within_a_sentence(text: str, found: bool) -> None:
    assert Phrases([("灯…坏", None)]).stand_in(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("槐树院1栋1单元门口垃圾没人收", "R701"),
        ("电梯口堆满杂物", "D202"),
        ("大门前面的路灯不亮", "R202"),
        ("电梯门口垃圾没清", "R701"),
        ("单元门关不上", "R503"),
        ("楼长自己私拉电线", "R203"),
        ("楼道里私拉电线给电动车充电", "R603"),
    ],
)
def test_where_it_is_and_what_it_is_about(text: str, found: str) -> None:
    assert [category.code for category in packaged_settings().propose(text)][:1] == [found]
