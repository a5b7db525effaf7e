"""Who is on which phone of the demo: invented people of an invented neighbourhood."""

from collections.abc import Mapping

from domain.vocabulary import Role
from playground.telegram import Bot, Person, Telegram
from services.set_up import ImportOutcome, Prepared

TOKEN = "1:playground-demo"  # noqa: S105 - the playground's own, worth nothing elsewhere
RESIDENTS = ("陈桂芳", "刘大海", "Emma Weber", "何小满")


def cast(town: Telegram, prepared: Prepared, outcome: ImportOutcome) -> Mapping[str, Person]:
    """Residents, everybody who was invited to a post; each on the phone where one looks for them: contacts of
    bodies beside the secretary, so that whoever asks and whoever is asked are seen at once."""
    for name in RESIDENTS:
        language = "en" if name.isascii() else "zh"
        town.on_phone("resident", town.add_person(name, language_code=language))
    people: dict[str, Person] = {}
    roles = {post.title: post.role for post in prepared.lines.posts}
    first = {Role.SECRETARY: -2, Role.OFFICE: -1}
    by_rank = sorted(outcome.invitations, key=lambda invite: first.get(roles[invite.post], 0))
    for invite in by_rank:
        if invite.name in people:
            continue
        person = town.add_person(invite.name, language_code="zh")
        people[invite.name] = person
        town.on_phone("steward" if roles[invite.post] is Role.STEWARD else "secretary", person)
    return people


def take_posts(bot: Bot, people: Mapping[str, Person], outcome: ImportOutcome) -> None:
    """Everybody presses their one-time link, as they would on the first day."""
    for invite in outcome.invitations:
        people[invite.name].start(bot, f"i_{invite.code}")
