"""Paths of before lead somewhere."""

from tests.former.paths import MOVED, ROOT


def test_every_path_of_before_leads_to_a_module_of_now() -> None:
    places = {now: ROOT / now.replace(".", "/") for now in MOVED.values()}
    assert [now for now, place in places.items() if not (place.is_dir() or place.with_suffix(".py").is_file())] == []
