"""A town for crowds: buildings with stewards, and residents who agreed long ago, written straight into the tables."""

from dataclasses import dataclass, field

from domain.privacy import STATEMENT_VERSION
from domain.vocabulary import HeldAs, Level, Role, StreetSide
from playground.telegram import Bot, Person, Telegram
from storage.engines.database import Database
from storage.models import CommunityVersion, CoverageRow, HoldingRow, PlaceRow, PostRow
from storage.models import Person as PersonRow
from storage.settings.community import packaged_values
from storage.unit_of_work import UnitOfWork

BUILDINGS = 12
TOKEN = "1:playground-crowd"
ADMINISTRATOR = 4_999_999_999


@dataclass(slots=True)
class Town:
    """The stand-in and who lives there; the rest of the people talk and report nothing."""

    telegram: Telegram
    bot: Bot
    residents: list[Person] = field(default_factory=list)
    talkers: list[Person] = field(default_factory=list)
    stewards: list[Person] = field(default_factory=list)


def people_of(telegram: Telegram, *, residents: int, talkers: int = 0) -> Town:
    """Accounts on the stand-in, everybody's chat with the bot begun."""
    town = Town(telegram, telegram.add_bot(TOKEN, username="louzhang_crowd_bot", name="楼长助手"))
    for count, group, name in (
        (BUILDINGS, town.stewards, "楼长"),
        (residents, town.residents, "居民"),
        (talkers, town.talkers, "邻居"),
    ):
        for number in range(count):
            person = telegram.add_person(f"{name}{number + 1}", language_code="zh")
            person.chat(town.bot).started = True
            group.append(person)
    return town


async def settle_in(database: Database, *, stewards: list[int], residents: list[int]) -> None:
    """Places, posts and people as they are a year after the start."""
    await database.run(lambda work: _settle_in(work, stewards, residents))


def _settle_in(work: UnitOfWork, stewards: list[int], residents: list[int]) -> None:
    known = {account: _known(work, account) for account in (*stewards, *residents)}
    community = _place(work, "sl", None, Level.COMMUNITY, "示例社区")
    compound = _place(work, "gh", community, Level.COMPOUND, "桂花苑")
    for number, account in enumerate(stewards, 1):
        building = _place(work, f"gh{number}", compound, Level.BUILDING, f"{number}号楼")
        post = PostRow(code=f"p{number}", place_id=building.id, role=Role.STEWARD, title=f"{number}号楼楼栋长")
        work.session.add(post)
        work.session.flush()
        work.session.add(CoverageRow(post_id=post.id, place_id=building.id, side=StreetSide.ALL))
        work.session.add(HoldingRow(post_id=post.id, person_id=known[account].id, held_as=HeldAs.MAIN))
    for code, role, place in (("leader", Role.GROUP_LEADER, compound), ("office", Role.OFFICE, community)):
        work.session.add(PostRow(code=code, place_id=place.id, role=role, title=code))
    work.places.touch()
    # A crowd talks faster than people do: nobody's messages are counted here.
    uncounted = {**packaged_values(), "messages_per_minute": 0, "new_tickets_per_day": 0}
    work.session.add(CommunityVersion(version=1, since=work.now, settings=uncounted))


def _known(work: UnitOfWork, account: int) -> PersonRow:
    person = work.people.recognise("telegram", str(account), "zh")
    person.language, person.consent_version, person.consented_at = "zh", STATEMENT_VERSION, work.now
    work.people.set_contact(person.id, f"某人{account % 1000}", None)
    return person


def _place(work: UnitOfWork, code: str, parent: PlaceRow | None, level: Level, name: str) -> PlaceRow:
    row = PlaceRow(code=code, parent_id=parent.id if parent else None, level=level, name=name, aliases=[])
    work.session.add(row)
    work.session.flush()
    return row
