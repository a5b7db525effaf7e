"""What a post answers for, in words and households."""

from domain.posts.directory import Address, Coverage, Directory, Post
from domain.posts.household_counts import households_of
from domain.vocabulary import StreetSide
from messages.drawing.texts import Html, Texts


def territory(directory: Directory, post: Post, texts: Texts) -> Html:
    """«桂花苑1号楼，48 户»; without a number while the office has entered none."""
    covered = directory.covered_by(post)
    names = [_part(directory, cover, texts) for cover in covered] or [directory.name(Address(post.place_id))]
    places = texts.label("and-so-on").join(names)
    households = households_of(directory, post)
    if households is None:
        return texts.say("territory", places=places)
    return texts.say("territory-households", places=places, n=households)


def _part(directory: Directory, cover: Coverage, texts: Texts) -> str:
    name = directory.name(Address(cover.place_id))
    side = "" if cover.side is StreetSide.ALL else texts.label(f"side-{cover.side}")
    if cover.from_no is None:
        return name + side
    to = cover.to_no or cover.from_no
    numbers = str(cover.from_no) if to == cover.from_no else f"{cover.from_no}–{to}"
    said = texts.label("door-numbers", numbers=numbers) + side
    if cover.sub_numbers:
        said += texts.label("sub-numbers", numbers=texts.label("and-so-on").join(cover.sub_numbers))
    return name + said
