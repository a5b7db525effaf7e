"""Deep links: what opens a post cannot be guessed, opens once, and not for ever."""

import base64
from datetime import timedelta

import pytest

from domain.vocabulary import HeldAs
from services.posts.invitations import new_invitation
from storage.models import HoldingRow, Invitation, Person
from storage.settings.community import packaged_settings
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood

FEWEST_BITS = 96
UNKNOWN, USED = "这个链接无效或已过期", "已经用过"


def invite(work: UnitOfWork) -> str:
    person = work.people.add_unbound("王秀兰", None)
    post = next(p for p in work.directory.posts.values() if p.code == "p-gh1")
    holding = HoldingRow(post_id=post.id, person_id=person.id, held_as=HeldAs.MAIN)
    work.session.add(holding)
    work.session.flush()
    work.places.touch()
    return new_invitation(work, holding)


def administrators(work: UnitOfWork) -> int:
    return work.session.query(Person).filter_by(is_administrator=True).count()


async def test_a_code_has_more_bits_than_anybody_can_try_and_only_its_hash_is_kept(town: Neighbourhood) -> None:
    codes = [await town.database.run(invite) for _ in range(20)]
    assert len(set(codes)) == 20
    assert all(len(base64.urlsafe_b64decode(code + "==")) * 8 >= FEWEST_BITS for code in codes)
    assert all(len(f"i_{code}") <= 64 for code in codes), "Telegram takes no longer payload"

    def kept(work: UnitOfWork) -> str:
        return " ".join(row.code_hash for row in work.session.query(Invitation))

    hashes = await town.database.run(kept)
    assert not any(code in hashes for code in codes)


@pytest.mark.parametrize("change", ["{0}x", "{1}", "{2}", "", " {0}", "{0}%00", "i_{0}", "%", "' OR 1=1 --"])
async def test_a_code_that_is_nearly_right_is_as_wrong_as_any(town: Neighbourhood, change: str) -> None:
    code = await town.database.run(invite)
    eve = await town.resident("伊娃")
    await eve.says(f"/start i_{change.format(code, code[:-1], code.swapcase())}")
    assert UNKNOWN in eve.screen


@pytest.mark.both_databases
async def test_a_link_opens_once_and_for_the_first_who_presses(town: Neighbourhood) -> None:
    code = await town.database.run(invite)
    first, second = await town.resident("王秀兰"), await town.resident("伊娃")
    await first.starts(f"i_{code}")
    assert "您已上岗" in first.everything
    for phone in (second, first):
        await phone.starts(f"i_{code}")
        assert USED in phone.screen


async def test_a_link_ends_after_its_days(town: Neighbourhood, clock: MovedClock) -> None:
    code = await town.database.run(invite)
    late = await town.resident("王秀兰")
    clock.move(days=packaged_settings().invitation_days)
    await late.starts(f"i_{code}")
    assert UNKNOWN in late.screen
    clock.move(seconds=-timedelta(seconds=1).total_seconds())
    await late.starts(f"i_{code}")
    assert "您已上岗" in late.everything


async def test_links_printed_at_earlier_starts_end_with_the_first_administrator(town: Neighbourhood) -> None:
    codes = [await town.database.run(lambda work: new_invitation(work, None)) for _ in range(3)]
    boss, eve = await town.resident("周敏"), await town.resident("伊娃")
    await boss.starts(f"i_{codes[1]}")
    assert "您现在是管理员" in boss.screen
    for code in codes:
        await eve.starts(f"i_{code}")
        assert USED in eve.screen
    assert await town.database.run(administrators) == 1
