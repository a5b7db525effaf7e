"""Where help is needed among the posts: which are empty or cannot be told anything, and which doors nobody has."""

from collections.abc import Collection
from datetime import datetime

from domain.digest.digest import Standing
from domain.posts.directory import Directory, Place, Post
from domain.vocabulary import CHAIN, Level, Role


def standing_of(directory: Directory, at: datetime, quiet: Collection[int] = ()) -> Standing:
    """Titles of posts and names of places, never of people. `quiet`: who has let open tickets lie for a week."""
    posts = [post for post in directory.posts.values() if post.role in CHAIN]
    held = {h.post_id for h in directory.holdings if h.active(at)}
    alive = {h.post_id for h in directory.holdings if h.active(at) and h.reachable}
    lying = {h.post_id for h in directory.holdings if h.active(at) and h.person_id in quiet}
    return Standing(
        vacant=_titles(posts, {post.id for post in posts} - held),
        unreachable=_titles(posts, held - alive),
        nobody=tuple(_name(directory, place) for place in _unattended(directory, alive)),
        quiet=_titles(posts, lying),
    )


def _titles(posts: Collection[Post], wanted: Collection[int]) -> tuple[str, ...]:
    return tuple(post.title for post in posts if post.id in wanted)


def _unattended(directory: Directory, alive: Collection[int]) -> list[Place]:
    """Buildings and streets (or single units of a building) that no reachable steward answers for."""
    covered = {
        cover.place_id
        for cover in directory.coverage
        if cover.post_id in alive and directory.posts[cover.post_id].role is Role.STEWARD
    }

    def attended(place: Place) -> bool:
        return any(above.id in covered for above in directory.line(place.id))

    found: list[Place] = []
    for place in directory.places.values():
        if place.merged_into is not None or place.level not in (Level.BUILDING, Level.STREET) or attended(place):
            continue
        units = [unit for unit in directory.children(place.id) if unit.level is Level.UNIT]
        alone = [unit for unit in units if not attended(unit)]
        found += alone if units and len(alone) < len(units) else [place]
    return found


def _name(directory: Directory, place: Place) -> str:
    """As people say it, without the community above."""
    spoken = [p.name for p in reversed(directory.line(place.id)) if p.level not in (Level.COMMUNITY, Level.GRID)]
    return "".join(spoken) or place.name
