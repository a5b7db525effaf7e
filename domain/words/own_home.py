"""Does somebody speak of their own home (我家, 家里), or of what lies around it (我家楼下)?"""

import re
from enum import StrEnum

from domain.words.plain import plain

_OWN = re.compile(
    r"(?:我们?|俺们?|咱们?)(?:自己)?的?(?:家(?![庭乡具长属人])|屋)"
    r"|(?<![大邻居人他她它下上壁面户妈爸婆爷奶老])(?:家里|屋里|自己家)(?![人有没])"
    r"|\b(?:my|our) (?:home|house|flat|apartment|kitchen|bathroom|toilet|bedroom|living room|balcony)\b"
)
_AROUND = re.compile(
    r"(?:的|那边?|这边?)?(?:楼上|楼下|对面|附近|隔壁|门口|旁边?|外面|窗外|后面|前面|周边)|\s(?:is )?(?:near|opposite)"
)


_INSIDE = re.compile(
    r"(?<!公)(?<!公共)(?:厨房|厕所|卫生间|洗手间|浴室|卧室|客厅|马桶|水龙头|插座|热水器|水槽|洗菜池|地漏)"
    r"|\b(?:kitchen|bathroom|toilet|bedroom|living room|sink|tap|faucet|socket|water heater)\b"
)


class Home(StrEnum):
    """What the words say about the speaker's own home."""

    AT = "at"
    AROUND = "around"


def own_home_in(text: str) -> Home | None:
    """AT: the matter is in their home. AROUND: beside, above or below it, which is asked back."""
    said = plain(text)
    found = _OWN.search(said)
    if found is None:
        return None
    return Home.AROUND if _AROUND.match(said, found.end()) else Home.AT


_SHARED = re.compile(
    "楼道|楼梯|走廊|单元门|大门|门口|院子|院里|小区|路灯|电梯|stair|corridor|hallway|entrance|lift|elevator"
)
"""What belongs to all: «我家在2号楼，楼道灯不亮»."""


def is_inside(text: str) -> bool:
    """Do the words speak of what is inside a flat: one's own home, a kitchen, a socket?"""
    said = plain(text)
    if _INSIDE.search(said) is not None:
        return True
    return own_home_in(text) is Home.AT and _SHARED.search(said) is None
