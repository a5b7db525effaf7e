"""A walk past the screens that people meet most, one after another: what stands on each, and how much of it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.bodies.bodies import BodyKind
from domain.vocabulary import HeldAs, Level, Role, StreetSide
from playground.chats import Message
from storage.models import CoverageRow, PlaceRow, PostRow
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import body, community_company, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone, data_of, labels

EMERGENCY = "m:sos:"
WAY_OUT = "119 · 120 · 110"
_QUOTED = re.compile(r"<blockquote[^>]*>.*?</blockquote>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class SeenScreen:
    """`answers`: buttons without the two ways out for danger, which are `beside`; `lines`: those that must be read,
    without people's own quoted words and the line with the numbers."""

    name: str
    answers: tuple[str, ...]
    beside: int
    lines: int

    @classmethod
    def of(cls, name: str, message: Message) -> "SeenScreen":
        shown = labels(message)
        beside = [label for label in shown if data_of(message, label).startswith(EMERGENCY)]
        text = _TAG.sub("", _QUOTED.sub("", message.html))
        lines = [line for line in text.splitlines() if line.strip() and WAY_OUT not in line]
        return cls(name, tuple(label for label in shown if label not in beside), len(beside), len(lines))


class Walk:
    """Goes through the town and keeps what it has seen; a screen that this version does not have is left out."""

    def __init__(self, town: Neighbourhood) -> None:
        self.town = town
        self.seen: list[SeenScreen] = []

    def see(self, name: str, phone: Phone) -> None:
        self.seen.append(SeenScreen.of(name, phone.last))

    async def press_and_see(self, name: str, phone: Phone, *either: str) -> bool:
        """Press the first of these that stands somewhere, and look at what it leads to."""
        for label in either:
            if (message := next((m for m in reversed(phone.messages) if label in labels(m)), None)) is not None:
                heard = len(phone.messages)
                await phone.presses(label, under=message)
                shown = phone.last if len(phone.messages) > heard else message
                self.seen.append(SeenScreen.of(name, shown))
                return True
        return False

    async def all(self) -> list[SeenScreen]:
        await self.people()
        await self.first_contact()
        await self.asking_what_and_where()
        await self.a_report()
        await self.the_stewards_side()
        await self.the_end_of_it()
        await self.above()
        await self.the_office()
        await self.the_bodies()
        await self.asking_others()
        await self.one_message_a_day()
        return self.seen

    async def people(self) -> None:
        """A street of twelve houses' worth of stewards, so that lists are as long as they are in life."""
        await self.town.database.run(_more_buildings)
        self.steward = await self.town.holder("p-gh1", "王秀兰")
        self.leader = await self.town.holder("p-gh", "赵立新")
        self.branch = await self.town.holder("p-g1", "周建国")
        self.office = await self.town.holder("p-office", "单晓棠")
        self.secretary = await self.town.holder("p-secretary", "席明川")
        await self.town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
        for n in range(2, 13):
            await self.town.holder(f"p-gh{n}", f"何{'一二三四五六七八九十冬夏'[n - 1]}")
        self.chen = await self.town.resident("陈桂芳")

    async def first_contact(self) -> None:
        self.stranger = stranger = Phone(self.town, self.town.telegram.add_person("何小满", language_code="zh"))
        await stranger.starts()
        self.see("welcome", stranger)
        await stranger.says("/help")
        self.see("help, resident", stranger)
        await self.press_and_see("help, resident, more", stranger, "更多")
        await stranger.says("你好")
        self.see("small talk", stranger)
        await stranger.says("1号楼1单元楼道灯不亮")
        await stranger.presses("提交")
        self.see("consent", stranger)
        await self.press_and_see("consent, whole text", stranger, "看全文")
        await stranger.presses("不同意")
        await stranger.says("/cancel")

    async def asking_what_and_where(self) -> None:
        chen = self.chen
        await chen.says("楼道灯不亮")
        self.see("draft, where?", chen)
        await self.press_and_see("draft, which building?", chen, "桂花苑")
        await chen.says("三公街路灯不亮")
        self.see("draft, which number?", chen)
        await chen.says("/cancel")
        await chen.says("1号楼1单元有个情况想请您来看看")
        self.see("draft, which kind?", chen)
        await self.press_and_see("draft, which kind? none of these", chen, "都不是", "全部类别")
        await chen.says("/cancel")
        chen.person.sends_voice(chen.bot)
        await self.town.settle()
        self.see("draft, a voice, which kind?", chen)
        await chen.says("/cancel")

    async def a_report(self) -> None:
        chen = self.chen
        await chen.says("1号楼1单元楼道灯不亮，老人晚上看不见")
        self.see("draft, preview", chen)
        await self.press_and_see("draft, preview, change", chen, "改")
        await self.press_and_see("draft, other kind", chen, "改：什么事", "什么事")
        await chen.says("/cancel")
        await chen.says("1号楼1单元楼道灯不亮，老人晚上看不见")
        await self.press_and_see("draft, preview, more", chen, "更多")
        await chen.presses("替别人报")
        self.see("draft, for whom?", chen)
        await chen.says("/cancel")
        await chen.says("1号楼1单元楼道灯不亮，老人晚上看不见")
        await chen.presses("提交")
        self.seen.append(
            SeenScreen.of("receipt", next(m for m in reversed(chen.messages) if "已收到" in (m.text or "")))
        )
        if "已收到" not in chen.screen:
            self.see("name and telephone?", chen)
            await chen.presses("跳过")
        await chen.says("/my")
        self.see("my reports", chen)
        await chen.presses(chen.buttons[0])
        self.see("card, reporter", chen)
        await self.press_and_see("card, reporter, more", chen, "更多")

    async def the_stewards_side(self) -> None:
        steward = self.steward
        card = steward.card
        self.seen.append(SeenScreen.of("card, steward, new", card))
        await self._behind("card, steward, new, more", steward)
        await self.press_and_see("hand over to", steward, "转给别人", "转给")
        await self.press_and_see("return, why?", steward, "退单")
        await steward.presses("我来办")
        self.seen.append(SeenScreen.of("card, steward, own", steward.card))
        await self._behind("card, steward, own, more", steward)
        await self.press_and_see("wait, for what?", steward, "等一等", "等待")
        await steward.presses("缺配件")
        self.see("wait, until when?", steward)
        await steward.says("明天")
        self.seen.append(SeenScreen.of("card, steward, waiting", steward.card))
        await steward.presses("继续办")
        await steward.presses("回复居民")
        self.see("reply", steward)
        await steward.says("灯泡买好了，明天上午来换")
        self.see_newest("news, a reply", self.chen, "灯泡买好了")
        await steward.says("/todo")
        self.see("to do", steward)
        await steward.says("/help")
        self.see("help, steward", steward)
        await self.chen.says("还没来人")
        self.see("a follow-up", self.chen)
        await self.chen.says("好的，我在家")
        self.see("loose words", self.chen)

    def see_newest(self, name: str, phone: Phone, holding: str) -> None:
        shown = next(m for m in reversed(phone.messages) if holding in (m.text or ""))
        self.seen.append(SeenScreen.of(name, shown))

    async def the_end_of_it(self) -> None:
        steward, chen = self.steward, self.chen
        await self.press_and_see("result, how?", steward, "处理好了")
        await steward.presses("自己修好了")
        self.see("result, words?", steward)
        self.seen.append(SeenScreen.of("card, steward, resolved", steward.card))
        await steward.presses("跳过")
        self.see("solved?", chen)
        await chen.presses("解决了")
        self.see("rating", chen)
        self.seen.append(SeenScreen.of("card, reporter, closed", chen.card))
        self.seen.append(SeenScreen.of("card, steward, closed", steward.card))
        await chen.presses("不满意")
        self.see("not content", chen)
        await chen.presses("跳过")
        await chen.says("/privacy")
        self.see("my data", chen)

    async def above(self) -> None:
        chen, steward, leader = self.chen, self.steward, self.leader
        await chen.says("2号楼垃圾三天没人清")
        await chen.presses("提交")
        await leader.says("/find 2号楼")
        self.see("search", leader)
        await leader.presses(leader.buttons[0])
        self.see("card, superior", leader)
        await self._behind("card, superior, more", leader)
        await leader.presses("过问")
        self.see("stepping in", leader)
        await leader.presses("改派")
        self.see("reassign to", leader)
        await chen.says("1号楼1单元公共水管漏水")
        await chen.presses("提交")
        await steward.presses("我来办")
        await steward.presses("不受理")
        self.see("not accepted, why?", steward)
        await steward.presses("已在打官司或仲裁")
        await steward.says("请去区法院诉讼服务中心，电话12368")
        self.see_newest("a request to decide", leader, "请您批")
        await self.secretary.says("/help")
        self.see("help, secretary", self.secretary)
        await self.town.pass_time(until=_next_monday(self.town.clock.now()))
        self.see_newest("morning", steward, "早上好")
        self.see_newest("digest", self.secretary, "周报")

    async def the_office(self) -> None:
        office = self.office
        await office.says("/announce")
        self.see("announcement, where to?", office)
        await office.says("桂花苑1号楼")
        await office.says("明天停水\n上午8点到下午5点，请提前存水。")
        self.see("announcement, preview", office)
        await office.says("/cancel")
        await self.secretary.says("/posts")
        self.see("posts", self.secretary)
        await self.secretary.says("/people")
        self.see("people", self.secretary)

    async def the_bodies(self) -> None:
        """A firm and a committee: the list, a page as residents and as the office read it, a letter."""
        await property_firm(self.town)
        await self.town.database.run(body("ywh", BodyKind.OWNERS_COMMITTEE, "桂花苑业委会", phone=None))
        self.firm, office = await contact(self.town, "wy", "孙经理"), self.office
        await contact(self.town, "ywh", "白主任")
        li = await self.town.resident("李广田")
        await li.says("/bodies")
        self.see("bodies", li)
        await self.press_and_see("body, resident", li, "幸福物业")
        await self.press_and_see("body, a letter", li, "写给它")
        await li.says("电梯广告的钱去哪了")
        self.see("body, letter sent", li)
        await office.says("/bodies")
        await self.press_and_see("body, office", office, "幸福物业")
        await self.press_and_see("body, end it?", office, "结束这家")
        await self.firm.says("/todo")
        self.see("todo, contact", self.firm)

    async def asking_others(self) -> None:
        """A firm is asked about a report: the steward's choice, the firm's card and answers, what each side reads."""
        steward, firm, hu = self.steward, self.firm, await self.town.resident("胡秀芝")
        await community_company(self.town)
        await hu.says("1号楼1单元402厨房漏水了")
        await hu.presses("提交")
        await steward.presses("我来办")
        self.see("card, a body's duty", steward)
        await steward.presses("请别家办")
        self.see("ask, whom?", steward)
        await steward.presses("幸福物业")
        self.see("ask, one sentence", steward)
        await steward.says("402厨房漏水，请来看看")
        self.see("ask, sent", steward)
        self.see("ask, what goes along?", hu)
        await hu.presses("只说门牌")
        self.see("ask, agreed", hu)
        self.see("ask, card of the asked", firm)
        await self.press_and_see("ask, why not?", firm, "办不了")
        await firm.presses("没人手")
        self.see("ask, declined (asked)", firm)
        self.see("ask, declined (asker)", steward)
        await firm.presses("按错了")
        await firm.presses("我们办")
        self.see("ask, accepted (asked)", firm)
        self.see("ask, accepted (asker)", steward)
        await firm.presses("问一句")
        await firm.says("家里几点有人？")
        self.see("ask, a question (asker)", steward)
        await firm.presses("已办好")
        self.see("ask, done (asked)", firm)
        self.see("ask, done (asker)", steward)
        await self.press_and_see("card, helped", steward, "看报告")
        await steward.presses("处理好了")
        await steward.presses("请专业人员修好")
        await steward.presses("跳过")

    async def one_message_a_day(self) -> None:
        """What is joined: to the reporter, to whoever is asked, into the morning of whoever asked."""
        steward, li = self.steward, await self.town.resident("李广田")
        firm = self.firm
        await self.town.pass_time(hours=1)
        for report in ("1号楼2单元301厨房漏水了", "1号楼2单元单元门关不上"):
            await li.says(report)
            await li.presses("提交")
            await steward.presses("我来办")
            await steward.presses("请别家办", under=steward.card)
            await steward.presses("幸福物业")
            await steward.says("请来看看")
        await self.town.pass_time(hours=8)
        self.see_newest("bundle, reporter", li, "您报的事有消息")
        await self.press_and_see("bundle, which to mute?", li, "不再提醒")
        await li.presses(li.buttons[0])
        self.see("bundle, muted", li)
        await self.town.pass_time(hours=15)
        self.see_newest("bundle, contact", firm, "今天有")
        await firm.presses("我们办")
        await firm.presses("已办好")
        await self.town.pass_time(hours=72)
        self.see_newest("morning, with others", steward, "一起办的事")
        await self.press_and_see("bundle, all of it", steward, "都看")

    async def _behind(self, name: str, phone: Phone) -> None:
        await self.press_and_see(name, phone, "更多")
        if "返回" in labels(phone.last):
            await phone.presses("返回", under=phone.last)


def _next_monday(now: datetime) -> datetime:
    day = now + timedelta(days=7 - now.weekday())
    return day.replace(hour=1, minute=0, second=0, microsecond=0)  # nine in the morning there


def _more_buildings(work: UnitOfWork) -> None:
    compound = work.session.query(PlaceRow).filter_by(code="gh").one()
    for n in range(3, 13):
        row = PlaceRow(code=f"gh{n}", parent_id=compound.id, level=Level.BUILDING, name=f"{n}号楼", aliases=[])
        work.session.add(row)
        work.session.flush()
        post = PostRow(code=f"p-gh{n}", place_id=row.id, role=Role.STEWARD, title=f"{n}号楼楼栋长")
        work.session.add(post)
        work.session.flush()
        work.session.add(CoverageRow(post_id=post.id, place_id=row.id, side=StreetSide.ALL))
    work.places.touch()
