"""Whom somebody's words complain of: read by the community's words and by the names of whoever holds a post."""

from domain.posts.accused import OUTSIDE_FROM
from domain.posts.routing import route
from domain.tickets.report_form import Form
from domain.views import KeptFrom
from domain.vocabulary import CHAIN, Role
from storage.unit_of_work import UnitOfWork


def accused_in(work: UnitOfWork, text: str) -> Role | None:
    """The highest role that the text complains of, if any. Names are looked up only where somebody complains."""
    accusations = work.community.accusations
    return accusations.accused(text, _names(work)) if text and accusations.complains(text) else None


def _names(work: UnitOfWork) -> dict[str, Role]:
    """What every holder is called, with the highest role of the chain that they hold."""
    names: dict[str, Role] = {}
    for holding in work.directory.holdings:
        role, name = work.directory.posts[holding.post_id].role, work.people.name(holding.person_id)
        if name and len(name) > 1 and role in CHAIN and holding.active(work.now):
            names[name] = max(names.get(name, role), role, key=CHAIN.index)
    return names


def heed_accusation(work: UnitOfWork, form: Form) -> None:
    """Preset «not to them» by the words as they now are; a press outweighs them."""
    if not form.concerns_pressed:
        form.concerns = accused_in(work, form.text)


def keep_from(work: UnitOfWork, form: Form) -> None:
    """«与楼栋长有关»: not to the steward, or to whoever above them the words complain of."""
    form.concerns, form.concerns_pressed = accused_in(work, form.text) or Role.STEWARD, True


def show_to_him(form: Form) -> None:
    """«给他看也行»"""
    form.concerns, form.concerns_pressed = None, True


def kept_from(work: UnitOfWork, form: Form) -> KeptFrom | None:
    """From whom a report in the making is kept and who gets it instead; None when it complains of nobody."""
    if form.concerns is None or form.address is None or form.address.place_id not in work.directory.places:
        return None
    answering = work.directory.answering(form.address)
    post = next((post for post in answering if post.role is form.concerns), None)
    found = route(work.directory, form.address, work.now, concerns=form.concerns)
    above = found.post.title if found.post is not None else None
    outside = CHAIN.index(form.concerns) >= CHAIN.index(OUTSIDE_FROM) or found.person_id is None
    return KeptFrom(form.concerns, post.title if post else None, above, outside)
