"""The demo's page as a newcomer sees it: three phones, a leak, no reload, nothing leaves the machine."""

import os

from playwright.async_api import Page, Request

from tests.page.conftest import OnScreen


async def test_a_leak_travels_across_the_three_phones(page: Page, demo_address: str) -> None:
    outside: list[str] = []
    errors: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((demo_address, "data:", "blob:")):
            outside.append(request.url)

    page.on("request", watch)
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(demo_address)
    resident, steward = OnScreen(page, "resident"), OnScreen(page, "steward")
    await resident.root.locator("button.begin").click()
    await resident.sees("您好，我是楼长助手")
    await resident.says("楼长，我家厨房漏水了，1号楼2单元301")
    await resident.sees("请看一下对不对")
    await resident.presses("提交")
    await resident.presses("同意并提交")
    await resident.sees("已收到，编号")
    await steward.sees("厨房漏水了")
    await steward.presses("我来办")
    await resident.sees("楼栋长已接单")
    await steward.sees("处理中")
    if picture := os.environ.get("LOUZHANG_PICTURE"):
        await page.wait_for_timeout(500)
        await page.screenshot(path=picture)
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await resident.presses("解决了")
    await resident.sees("已结案")
    await resident.presses("满意")
    await resident.sees("谢谢，记下了：满意。")
    assert outside == []
    assert errors == []


async def test_on_a_narrow_screen_one_phone_at_a_time(page: Page, demo_address: str) -> None:
    await page.set_viewport_size({"width": 390, "height": 780})
    await page.goto(demo_address)
    await page.locator("#tab-steward").click()
    assert await page.locator("#phone-steward").is_visible()
    assert not await page.locator("#phone-resident").is_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
