"""A small made-up community for tests of rules: two compounds, a street, every level of posts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.posts.directory import Address, Coverage, Directory, Holding, Place, Post
from domain.vocabulary import HeldAs, Level, Role, StreetSide

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)

PLACES = (
    Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
    Place(2, "g1", 1, Level.GRID, "第一网格"),
    Place(3, "gh", 2, Level.COMPOUND, "桂花苑", ("桂苑", "Osmanthus Court")),
    Place(4, "gh3", 3, Level.BUILDING, "3号楼", ("3栋", "三号楼")),
    Place(5, "gh3-1", 4, Level.UNIT, "1单元"),
    Place(6, "gh3-2", 4, Level.UNIT, "2单元"),
    Place(7, "gh13", 3, Level.BUILDING, "13号楼", ("13栋",)),
    Place(8, "gh13-2", 7, Level.UNIT, "2单元"),
    Place(9, "sg", 2, Level.STREET, "三公街", ("三公路",)),
    Place(10, "xy", 2, Level.COMPOUND, "杏园"),
    Place(11, "xy5", 10, Level.BUILDING, "5号楼"),
    Place(12, "gh5", 3, Level.BUILDING, "5号楼"),
    Place(13, "xy5-9", 11, Level.UNIT, "9单元"),
)

POSTS = (
    Post(1, "gh3", 4, Role.STEWARD, "3号楼楼栋长"),
    Post(2, "gh3-2", 6, Role.STEWARD, "3号楼2单元长"),
    Post(3, "gh13", 7, Role.STEWARD, "13号楼楼栋长"),
    Post(4, "sg-odd", 9, Role.STEWARD, "三公街单号街长"),
    Post(5, "sg-even", 9, Role.STEWARD, "三公街双号街长"),
    Post(6, "gh-leader", 3, Role.GROUP_LEADER, "桂花苑组长"),
    Post(7, "g1-branch", 2, Role.BRANCH_SECRETARY, "网格支部书记"),
    Post(8, "office", 1, Role.OFFICE, "社区办公室"),
    Post(9, "secretary", 1, Role.SECRETARY, "社区书记"),
    Post(10, "duty", 1, Role.DUTY, "值班员"),
)

COVERAGE = (
    Coverage(1, 4),
    Coverage(2, 6),
    Coverage(3, 7),
    Coverage(4, 9, 9, 43, StreetSide.ODD),
    Coverage(5, 9, 10, 44, StreetSide.EVEN),
)

BUILDING = Address(4)
UNIT_2 = Address(6)


def hold(post: int, person: int, *, deputy: bool = False, reachable: bool = True) -> Holding:
    return Holding(post, person, HeldAs.DEPUTY if deputy else HeldAs.MAIN, reachable)


EVERYBODY = tuple(hold(post.id, 100 + post.id) for post in POSTS)
"""Each post is held by person 100 + its id."""


def directory(
    holdings: Sequence[Holding] = EVERYBODY,
    *,
    coverage: Sequence[Coverage] = COVERAGE,
    posts: Sequence[Post] = POSTS,
    places: Sequence[Place] = PLACES,
) -> Directory:
    return Directory(1, {p.id: p for p in places}, {p.id: p for p in posts}, coverage, holdings)


def without(*posts: int) -> tuple[Holding, ...]:
    """Everybody but the holders of these posts."""
    return tuple(holding for holding in EVERYBODY if holding.post_id not in posts)
