"""Bodies as a reader may see them: residents their name, duty and telephone; whoever keeps them the rest."""

from collections.abc import Sequence

from domain.bodies.bodies import Body, BodyKind
from domain.bodies.body_views import BodyView, SeatHolder
from domain.posts.rights import Right
from domain.view_shapes import PageOf
from domain.vocabulary import CHAIN, HeldAs
from storage.bodies.bodies import Bodies
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.bodies.notices import BodiesList, BodyEndSure, BodyPage
from subjects.bodies.rules import KEEPS_BODIES, ON_A_PAGE, takes_letters
from subjects.bodies.service.bodies import open_asks


def listed(work: UnitOfWork, notice: BodiesList, person: Person) -> PageOf[BodyView]:
    """Those that work where the reader lives, or that they answer for; all for whoever keeps them."""
    kinds = list(BodyKind)
    found = sorted(_of(work, person), key=lambda body: (kinds.index(body.kind), body.code))
    shown = found[notice.page * ON_A_PAGE : (notice.page + 1) * ON_A_PAGE]
    return PageOf([_view(work, body, person) for body in shown], len(found))


def _of(work: UnitOfWork, person: Person) -> list[Body]:
    directory = work.directory
    bodies = [body for body in directory.bodies.values() if body.stands(work.now)]
    posts = directory.posts_of(person.id, work.now)
    if person.is_administrator or any(post.role in CHAIN[2:] for post in posts):
        return bodies
    near = {place.id for post in posts for place in directory.line(post.place_id)}
    near |= {below for post in posts for below in directory.below(post.place_id)}
    if person.home is not None:
        near |= {place.id for place in directory.line(person.home.place_id)}
    return [body for body in bodies if not near or near & {*body.places}]


def page(work: UnitOfWork, notice: BodyPage | BodyEndSure, person: Person) -> BodyView | None:
    """One body, while there is such a one."""
    body = work.directory.bodies.get(notice.body_id)
    return _view(work, body, person) if body is not None and body.stands(work.now) else None


def _view(work: UnitOfWork, body: Body, person: Person) -> BodyView:
    directory, community = work.directory, work.community
    sees = work.may(person, KEEPS_BODIES) or work.may(person, Right.SEE_POSTS)
    named = {group.code: group.name for group in community.groups}
    named |= {category.code: category.name for category in community.categories}
    today = work.local_day()
    lent = [one for one in work.store(Bodies).resources_of(body.id) if one.until is None or today <= one.until]
    return BodyView(
        body=body,
        places=[directory.places[one].name for one in body.places if one in directory.places],
        duties=[named[duty.what] for duty in body.duties if duty.what in named],
        tasks=[duty.what for duty in body.duties if duty.what not in named],
        resources=lent,
        members=[other.name for one in body.members if (other := directory.bodies.get(one)) and other.stands(work.now)],
        reachable=directory.can_be_told(body, work.now),
        letters=takes_letters(body),
        sees_people=sees,
        holders=_holders(work, body) if sees else (),
        seat_to_invite=_first_seat(work, body) if work.may(person, KEEPS_BODIES) else None,
        open_asks=len(open_asks(work, body.id)) if sees else 0,
    )


def _holders(work: UnitOfWork, body: Body) -> Sequence[SeatHolder]:
    directory = work.directory
    return [
        SeatHolder(work.people.name(one.person_id) or "", held_as is HeldAs.DEPUTY, one.until, one.reachable)
        for seat in directory.seats_in(body.id)
        for held_as in HeldAs
        for one in directory.holders(seat.id, held_as, work.now)
    ]


def _first_seat(work: UnitOfWork, body: Body) -> int | None:
    """One that nobody holds, else the first."""
    directory = work.directory
    seats = directory.seats_in(body.id)
    empty = (seat for seat in seats if not any(directory.holders(seat.id, HeldAs.MAIN, work.now)))
    found = next(empty, next(iter(seats), None))
    return found.id if found is not None else None
