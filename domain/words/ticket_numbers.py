"""The number of a report, where it is all that a message says: 2612-0003, «编号26120003», «2612-0003怎么样了»."""

import re

from domain.words.plain import plain

_WHOLE = re.compile(
    r"(?:请问|我的|那个|查一下|查|看一下|看看|看)?(?:报告|单子|工单|编号|单号|号码|report|ticket|number|no\.?|nr\.?|#|№)*"
    r"(?:是|为|of)?(?P<month>\d{2}(?:0[1-9]|1[0-2]))(?P<dash>-?)(?P<count>\d{4,6})(?:号|这个|那个|的)*(?:报告|单子|工单|事)?"
    r"(?:怎么样|怎样|咋样|如何|办得怎么样|处理得怎么样|到哪一步|进度|办好没有|办好没|修好没有|修好没|处理好没|有消息吗"
    r"|什么情况|啥情况|status|whatabout|any(?:news|update))?(?:了|呢|吗|啊|呀)*"
)
_BEFORE_IT = re.compile(r"^(?:what about|what's up with|how about|status of|how is|where is)\s*")


def number_said(words: str) -> tuple[str, bool] | None:
    """The number as it is printed, and whether it was written with its dash (without one it may be a telephone's)."""
    said = re.sub(r"[\s,。.!?:;«»「」《》()]", "", _BEFORE_IT.sub("", plain(words).strip()))
    found = _WHOLE.fullmatch(said)
    return (f"{found['month']}-{found['count']}", bool(found["dash"])) if found is not None else None
