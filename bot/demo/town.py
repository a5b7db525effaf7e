"""Who is on which phone of the demo: invented people of an invented neighbourhood."""

from collections.abc import Mapping

from playground.telegram import Bot, Person, Telegram
from services.set_up import Outcome

TOKEN = "1:playground-demo"  # noqa: S105 - the playground's own, worth nothing elsewhere
RESIDENTS = ("陈桂芳", "刘大海", "Emma Weber", "何小满")
STEWARDS_FIRST = ("1号楼", "2号楼", "三公街")


def cast(town: Telegram, outcome: Outcome) -> Mapping[str, Person]:
    """Residents, everybody who was invited to a post; each on the phone where one looks for him."""
    for name in RESIDENTS:
        language = "en" if name.isascii() else "zh"
        town.on_phone("resident", town.add_person(name, language_code=language))
    people: dict[str, Person] = {}
    for invite in sorted(outcome.invitations, key=lambda i: not i.post.startswith(STEWARDS_FIRST)):
        if invite.name in people:
            continue
        person = town.add_person(invite.name, language_code="zh")
        people[invite.name] = person
        town.on_phone("steward" if _is_steward(invite.post) else "secretary", person)
    return people


def _is_steward(post: str) -> bool:
    return any(word in post for word in ("楼栋长", "单元长", "街长", "楼长"))


def take_posts(bot: Bot, people: Mapping[str, Person], outcome: Outcome) -> None:
    """Everybody presses his one-time link, as he would on the first day."""
    for invite in outcome.invitations:
        people[invite.name].start(bot, f"i_{invite.code}")
