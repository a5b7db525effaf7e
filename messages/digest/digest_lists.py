"""The lists behind a digest's figures: never more than the reader may see, and nothing that is only counted."""

from domain.digest.digest import Section
from domain.notices.notices import DigestList
from domain.views import PAGE
from messages.digest.digest_screens import figures_of, week_words
from messages.drawing.buttons import ANYWHERE, Button
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.texts import Html
from messages.tickets.ticket_screens import listed


def tickets_behind(notice: DigestList, scene: Scene) -> Screen:
    """The tickets that a figure was made of, as they are now."""
    texts = scene.texts
    figures, section = figures_of(scene), Section(notice.section)
    total = figures.count(section)
    name, _, _ = week_words(figures.week, texts)
    lines, rows = listed(scene.tickets, scene)
    head = texts.say("digest-list-head", week=name, word=texts.say(f"digest-word-{section}"), n=total)
    tail = texts.say("digest-list-rest", n=total - scene.total) if total > scene.total else Html("")
    turn: list[tuple[str, Button]] = []
    at = f"{notice.week}:{notice.version}:{section}"
    if notice.page > 0:
        turn.append(
            (texts.label("button-previous-page"), Button(ANYWHERE, "digest-page", arg=f"{at}:{notice.page - 1}"))
        )
    if (notice.page + 1) * PAGE < scene.total:
        turn.append((texts.label("button-next-page"), Button(ANYWHERE, "digest-page", arg=f"{at}:{notice.page + 1}")))
    return Screen("\n".join(line for line in (head, *lines, tail) if line), [*rows, turn], confidential=True)
