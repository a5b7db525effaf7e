"""The walk past what is done together: a whistle from its ticket to its result, and the register of households."""

from tests.stories.asks.bodies import contact
from tests.stories.neighbourhood import Phone
from tests.stories.register.scene import codes, doors
from tests.stories.screens import Walk
from tests.stories.whistles.scene import alliance


async def a_whistle(walk: Walk) -> None:
    """A leader proposes it for a leak whose firm declined; the secretary blows it; a unit comes."""
    town, leader, secretary, firm = walk.town, walk.leader, walk.secretary, walk.firm
    await alliance(town, units=3)
    unit = await contact(town, "u1", "丁一")
    await contact(town, "u2", "丁二")
    hu = await town.resident("胡秀芝")
    await hu.says("1号楼1单元402厨房漏水了")
    await hu.presses("提交")
    await walk.steward.presses("我来办")
    number = next(word for word in walk.steward.screen.split() if word.startswith("2"))[:9]
    await walk.steward.presses("请别家办", under=walk.steward.card)
    await walk.steward.presses("幸福物业")
    await walk.steward.says("请来看看")
    await firm.presses("办不了")
    await firm.presses("不归我们")
    await leader.says(number)
    await leader.presses("吹哨", under=leader.card)
    walk.see("whistle, which kind?", leader)
    await walk.press_and_see("whistle, whom?", leader, "联盟哨")
    await leader.presses("党建联盟（3家都请）")
    await walk.press_and_see("whistle, when and where?", leader, "就请这些")
    await leader.says("下周三15:00 居委会")
    walk.see("whistle, why?", leader)
    await leader.says("水管是几家共用的")
    walk.see("whistle, proposed", leader)
    walk.see("whistle, to approve", secretary)
    await walk.press_and_see("whistle, why not?", secretary, "不同意")
    await secretary.presses("同意，吹哨")
    walk.see("whistle, blown", leader)
    walk.see("whistle, who is called", unit)
    await walk.press_and_see("whistle, coming", unit, "来")
    await secretary.says("/find 哨2611-01")
    walk.see("whistle, card", secretary)
    await walk.press_and_see("whistle, met", secretary, "会商过了")
    await walk.press_and_see("whistle, how did it end?", secretary, "有结果了")
    await secretary.presses("解决了")
    walk.see("whistle, the result in words", secretary)
    await secretary.says("几家一起换了水管")
    walk.see("whistle, with a result", secretary)


async def the_register(walk: Walk) -> None:
    """A steward's stairwell, a slip, a resident's own household, what the office settles."""
    town, steward, office = walk.town, walk.steward, walk.office
    await doors(town, "301", "302", "401", "402", "501", "502", "601", "602")
    await doors(town, "701", let=True)
    await steward.says("/register 1号楼1单元")
    walk.see("register, a stairwell", steward)
    await walk.press_and_see("register, put a door right", steward, "改一户")
    await walk.press_and_see("register, a door", steward, "301")
    await steward.says("/register 1号楼1单元")
    await walk.press_and_see("register, slips", steward, "印户码单")
    await steward.presses("印全部9户")
    walk.see("register, slips on paper", steward)
    made = codes(steward)
    chen = await town.resident("乔桂枝")
    await chen.says(made["301"])
    walk.see("register, who are you?", chen)
    await chen.presses("业主")
    walk.see("register, joined", chen)
    await chen.says("我家")
    walk.see("register, own household", chen)
    await walk.press_and_see("register, another role", chen, "身份不对")
    await walk.press_and_see("register, moved?", chen, "不住这里了")
    await chen.says("我家")
    await walk.press_and_see("register, who has looked", chen, "谁看过")
    await chen.says("我家")
    await walk.press_and_see("register, a code for the family", chen, "家里人")
    digits = chen.screen.partition("：")[2][:9]
    await _joins(await town.resident("乔大山"), digits, "业主")
    walk.see("register, a further owner", chen)
    await _joins(await town.resident("高文"), made["701"], "业主")
    walk.see("register, to be met", steward)
    await chen.presses("不是")
    walk.see("register, to settle", office)
    await office.says("/todo")
    walk.see("register, todo", office)


async def door_by_door(walk: Walk) -> None:
    """What the office announces is told at doors of the register, one by one."""
    steward, office = walk.steward, walk.office
    await office.says("/announce")
    if "发给哪里" in office.screen:
        await office.says("1号楼1单元")
    await office.says("明天8点到18点停水")
    await office.presses("发送")
    await walk.town.pass_time(seconds=5)
    walk.see("doors to tell", steward)
    await steward.presses("302")
    walk.see("doors to tell, one told", steward)
    await steward.presses("刚才那户没人")
    walk.see("doors to tell, nobody there", steward)


async def _joins(phone: Phone, digits: str, role: str) -> None:
    await phone.says(digits)
    await phone.presses(role)
