"""Which bodies can be asked about something at a place, and which must not be."""

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.bodies.bodies import Body, BodyDuty, BodyKind
from domain.posts.directory import Address, Directory
from domain.vocabulary import Kind, Secrecy
from domain.words.categories import Category

MAX_OFFERED = 5
"""Bodies among which an asker chooses."""

COMPLAINED_OF: Mapping[str, frozenset[BodyKind]] = {
    "D601": frozenset({BodyKind.PROPERTY}),
    "D602": frozenset({BodyKind.PROPERTY}),
    "D603": frozenset({BodyKind.OWNERS_COMMITTEE, BodyKind.SELF_MANAGEMENT}),
}
"""By the category: whose doing is complained of. Such a body is never asked about it (collective.md 3 B; L:JN 32)."""

_EXACT, _SHELF, _NONE = range(3)


def bodies_for(
    directory: Directory, category: Category, address: Address, at: datetime, *, concerned: Collection[int] = ()
) -> list[Body]:
    """The bodies that work there, those first whose duty it is; at most `MAX_OFFERED`. `concerned`: ids of bodies that
    it has to do with. A duty for the category comes before one for its shelf; then the duty's order; then whoever works
    nearer to the place."""
    line = [place.id for place in directory.line(address.place_id)]
    found: list[tuple[tuple[int, int, int, str], Body]] = []
    for near, body in directory.bodies_at(address.place_id, at):
        if is_concerned(body, category, concerned):
            continue
        fit, order = _best_duty(body, category, line)
        found.append(((fit, order, near, body.code), body))
    return [body for _, body in sorted(found, key=lambda one: one[0])][:MAX_OFFERED]


def whose_duty(body: Body, category: Category, directory: Directory, address: Address) -> bool:
    """Does a duty of the body name this?"""
    line = [place.id for place in directory.line(address.place_id)]
    return _best_duty(body, category, line)[0] is not _NONE


def is_concerned(body: Body, category: Category, concerned: Collection[int] = ()) -> bool:
    """Is it the body itself that is complained of, by the category or by somebody's word?"""
    return body.id in concerned or body.kind in COMPLAINED_OF.get(category.code, frozenset())


def tells_nothing_of_the_reporter(kind: Kind, secrecy: Secrecy) -> bool:
    """Is the steward's sentence all that goes along? In a dispute, and wherever the reporter is kept from somebody:
    neither their door nor their words do (collective.md 3 B «Complained of»; domain.md 4.2)."""
    return kind is Kind.DISPUTE or secrecy is not Secrecy.NORMAL


def _best_duty(body: Body, category: Category, line: Collection[int]) -> tuple[int, int]:
    """How well a duty of the body fits, and its order; the body without one comes last."""
    fits = [(_fit(duty, category), duty.order) for duty in body.duties if not duty.places or {*duty.places} & {*line}]
    return min((fit for fit in fits if fit[0] is not _NONE), default=(_NONE, 0))


def _fit(duty: BodyDuty, category: Category) -> int:
    if duty.what == category.code:
        return _EXACT
    return _SHELF if duty.what == category.group else _NONE
