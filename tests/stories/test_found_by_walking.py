"""What the random walk found, each as a plain story."""

from tests.stories.neighbourhood import Neighbourhood, Phone


async def test_whoever_has_duty_and_takes_a_danger_answers_by_his_own_post(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    duty = await town.holder("p-duty", "吴大勇")
    await chen.says("1号楼1单元着火了")
    if "提交" not in chen.buttons and "我来办" not in duty.buttons:
        await chen.presses("消防电动车")
        await chen.presses(chen.buttons[0])
    if "提交" in chen.buttons:
        await chen.presses("提交")
    await duty.presses("我来办")
    assert "社区值班员 吴大勇" in steward.everything
    assert "1号楼楼栋长 吴大勇" not in steward.everything + chen.everything
