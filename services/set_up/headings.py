"""What the tables, their sheets and their columns are called, in English and Chinese; where headings stand."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

ACCOUNT = "telegram_id"
"""The column of people's accounts, which are entered by Telegram's number."""
COLUMNS = {
    "places": ("code", "parent", "level", "name", "aliases", "households"),
    "posts": ("code", "place", "role", "title", "body"),
    "coverage": ("post", "place", "from_no", "to_no", "side", "sub_numbers", "households"),
    "people": ("name", "post", "as", ACCOUNT, "phone", "from", "to"),
    "bodies": (
        *("code", "kind", "name", "places", "channel", "phone", "hours", "reply", "result", "seats", "elected"),
        *("from", "to", "duties", "members", "resources"),
    ),
    "households": (*("place", "number", "sub", "room", "kind", "area", "source", "counts", "owner", "floor", "let"),),
}
NEEDED = {
    "places": ("code", "parent", "level", "name"),
    "posts": ("code", "place", "role", "title"),
    "coverage": ("post", "place"),
    "people": ("name", "post", "as"),
    "bodies": ("code", "kind", "name", "places"),
    "households": ("place",),
}
MAY_BE_MISSING = frozenset({"people", "bodies", "households"})
DAYS = frozenset({"from", "to", "elected", "resources"})
"""The only columns in which a date belongs; a resource has the last day on which it can be lent."""

_TABLES = {
    "places": "地点 地方 场所 位置 楼栋",
    "posts": "岗位 职位 职务",
    "coverage": "负责范围 责任范围 覆盖范围 范围 覆盖 分工 包干",
    "people": "人员 人员名单 名单 任职 任职人员",
    "bodies": "组织 组织机构 单位 机构 组织名单 共建单位",
    "households": "户册 户 住户 房屋 房号 住户名册 房屋台账",
}
_CODE = "编号 编码 代码 代号"
_HOUSEHOLDS = "户数 住户数 住户"
_POST = "岗位 岗位编号 岗位编码 岗位代码"
_PLACE = "地点 地点编号 地点编码 地点代码 所在地点 位置 负责地点"
_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "places": {
        "code": f"{_CODE} 地点编号 地点编码 地点代码",
        "parent": "上级 上级编号 上级编码 上级代码 上级地点 所属 所属编号 所属地点",
        "level": "层级 级别 类型 类别",
        "name": "名称 名字 地点名称",
        "aliases": "别名 别称 俗称 其他名称 其它名称 又名",
        "households": _HOUSEHOLDS,
    },
    "posts": {
        "code": f"{_CODE} 岗位编号 岗位编码 岗位代码",
        "place": _PLACE,
        "role": "角色 职责 职务 类别 类型",
        "title": "名称 岗位 岗位名称 职务名称 称呼",
        "body": "组织 组织编号 组织编码 组织代码 所属组织 单位",
    },
    "coverage": {
        "post": _POST,
        "place": _PLACE,
        "from_no": "起号 起始号 起始门牌 开始门牌 从 门牌起 起",
        "to_no": "止号 终止号 终止门牌 截止门牌 到 门牌止 止",
        "side": "单双 单双号 单双侧",
        "sub_numbers": "附号",
        "households": _HOUSEHOLDS,
    },
    "people": {
        "name": "姓名 名字 名称",
        "post": _POST,
        "as": "身份 任职 正副 正副职 职别",
        ACCOUNT: "telegram账号 telegram号 账号 电报账号 电报号",
        "phone": "电话 手机 手机号 手机号码 电话号码 联系电话 联系方式",
        "from": "起 从 开始 起始 起始日期 开始日期 任职日期 上任日期 开始时间",
        "to": "止 到 结束 截止 截止日期 结束日期 离任日期 卸任日期 结束时间",
    },
    "bodies": {
        "code": f"{_CODE} 组织编号 组织编码 组织代码",
        "kind": "类型 类别 种类 性质",
        "name": "名称 组织 组织名称 单位名称 全称",
        "places": f"{_PLACE} 服务地点 服务范围 范围",
        "channel": "联系方式 渠道 怎么联系",
        "phone": "电话 公开电话 联系电话 值班电话",
        "hours": "时间 服务时间 办公时间 上班时间",
        "reply": "回话时限 答复时限 回话",
        "result": "办结时限 办好时限 办结",
        "seats": "席位 席位数 人数 委员人数",
        "elected": "换届日期 选举日期 当选日期 成立日期",
        "from": "起 从 开始 起始 起始日期 开始日期",
        "to": "止 到 结束 截止 截止日期 结束日期",
        "duties": "职责 负责 负责类别 业务",
        "members": "成员 成员单位 成员编号",
        "resources": "资源 能借 可借",
    },
    "households": {
        "place": f"{_PLACE} 单元编号 楼栋编号",
        "number": "门牌 门牌号 号",
        "sub": "附号",
        "room": "房号 室号 室 房间",
        "kind": "类型 类别 用途",
        "area": "面积 建筑面积 专有面积 产权面积",
        "source": "面积来源 来源",
        "counts": "计入 计算 是否计入",
        "owner": "业主编号 业主 业主号",
        "floor": "楼层 层",
        "let": "出租 是否出租",
    },
}
PERSONAL_HEADINGS = frozenset({
    "姓名", "名字", "业主姓名", "户主", "户主姓名", "联系人", "电话", "手机", "手机号", "手机号码", "联系电话",
    "联系方式",
    "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "产权证号", "不动产证号", "房产证号",
    "name", "phone", "mobile", "telephone", "id", "id_number", "idcard", "certificate",
})  # fmt: skip
"""Columns that refuse a table of households: 户册不收姓名和证件号 (collective.md 3 A)."""
NOTHING_PERSONAL = "the register takes no names, telephone numbers and certificates (户册不收姓名和证件号)"
_PASSED_OVER = frozenset({"序号", "备注", "说明", "注", "note", "notes", "remark", "remarks", "#"})
"""Columns that people keep for themselves."""
_IN_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_NUMBERED = re.compile(r"^[\d.、_-]+(?=\D)")
_TITLE_ROWS = 10
"""So many rows may stand above the headings: a title, who filled it in, when."""


def plain_width(text: str) -> str:
    """Full-width digits, letters and punctuation as half-width ones: «１２；３» is «12;3»."""
    return unicodedata.normalize("NFKC", text).strip()


def table_of(title: str) -> str | None:
    """The table that a sheet or a file of this name holds: `places`, «Places», «1.地点表»."""
    said = _NUMBERED.sub("", "".join(plain_width(title).lower().split())).removesuffix("表")
    return next((name for name in COLUMNS if said == name or said in _TABLES[name].split()), None)


def find_headings(table: str, lines: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """The line that has most of the table's headings, and its columns: ours by our name, one passed over as "", one
    that is not known as it is written. Without any heading it is the first filled line."""
    if not lines:
        return 0, []
    best, known_in_best = 0, 0
    for number, line in enumerate(lines[:_TITLE_ROWS]):
        known = len({_column(table, cell) for cell in line} & {*COLUMNS[table]})
        if known > known_in_best:
            best, known_in_best = number, known
    header = [_column(table, cell) for cell in lines[best]]
    while header and not lines[best][len(header) - 1]:
        header.pop()
    return best, header


def _column(table: str, cell: str) -> str:
    said = _IN_BRACKETS.sub("", plain_width(cell).lower()).strip(" *:")
    if said.replace(" ", "_").replace("-", "_") in COLUMNS[table]:
        return said.replace(" ", "_").replace("-", "_")
    said = "".join(said.split())
    if said in _PASSED_OVER:
        return ""
    found = (column for column, words in _HEADINGS[table].items() if said and said in words.split())
    return next(found, cell.lower() or "(no name)")


def heading_faults(table: str, header: Sequence[str]) -> list[str]:
    """Why the rows below cannot be read."""
    personal = [column for column in header if table == "households" and column in PERSONAL_HEADINGS]
    if personal:
        return [f"{', '.join(personal)}: {NOTHING_PERSONAL}"]
    unknown = [column for column in header if column and column not in COLUMNS[table]]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    missing = [column for column in NEEDED[table] if column not in header]
    reasons = []
    if unknown:
        reasons.append(f"unknown columns: {', '.join(unknown)} (known: {', '.join(COLUMNS[table])})")
    if twice:
        reasons.append(f"columns named twice: {', '.join(twice)}")
    if missing:
        reasons.append(f"missing columns: {', '.join(missing)}")
    return reasons
