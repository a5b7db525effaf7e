"""Gaps and overlaps: doors nobody answers for, doors several answer for alike, and how they are written."""

from pathlib import Path

import pytest

from services.set_up import Gap, Overlap, prepare
from services.set_up.doors import compact
from services.set_up.report import lines_of

PLACES = """sl,,community,示例社区
gh,sl,compound,桂花苑
b1,gh,building,1号楼
u1,b1,unit,1单元
u2,b1,unit,2单元
sg,sl,street,三公街"""
COMPOUND = "gh,gh,,,,"


@pytest.fixture
def found(tmp_path: Path) -> "Found":
    return Found(tmp_path)


class Found:
    """Gaps and overlaps with a coverage; every post named in it is a steward's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def with_coverage(self, *rows: str, leader: str = "") -> tuple[list[Gap], list[Overlap]]:
        posts = sorted({row.split(",")[0] for row in rows} - {leader})
        lines = [f"{post},sl,steward,{post}" for post in posts] + ([f"{leader},sl,group_leader,组长"] if leader else [])
        self.write("places", "code,parent,level,name", PLACES)
        self.write("posts", "code,place,role,title", "\n".join(lines))
        self.write("coverage", "post,place,from_no,to_no,side,sub_numbers", "\n".join(rows))
        self.prepared = prepare(self.folder)
        assert self.prepared.faults == ()
        return list(self.prepared.gaps), list(self.prepared.overlaps)

    def write(self, name: str, header: str, rows: str) -> None:
        (self.folder / f"{name}.csv").write_text(f"{header}\n{rows}\n", "utf-8")


def test_both_sides_covered_leave_no_gap(found: Found) -> None:
    assert found.with_coverage(COMPOUND, "a,sg,9,43,odd,all", "b,sg,10,42,even,all") == ([], [])


def test_a_unit_without_a_steward_is_a_gap(found: Found) -> None:
    gaps, overlaps = found.with_coverage("a,u1,,,,", "s,sg,,,,")
    assert (gaps, overlaps) == ([Gap("桂花苑1号楼2单元")], [])


def test_a_superior_does_not_fill_a_stewards_gap(found: Found) -> None:
    gaps, _ = found.with_coverage("a,u1,,,,", "s,sg,,,,", "boss,u2,,,,", leader="boss")
    assert gaps == [Gap("桂花苑1号楼2单元")]


def test_missing_numbers_are_reported_by_side(found: Found) -> None:
    gaps, overlaps = found.with_coverage(COMPOUND, "a,sg,9,43,odd,all", "b,sg,10,18,even,", "c,sg,26,42,even,")
    assert (gaps, overlaps) == ([Gap("三公街 20–24双")], [])


def test_a_street_with_one_side_only_lacks_the_other(found: Found) -> None:
    gaps, _ = found.with_coverage(COMPOUND, "a,sg,9,15,odd,")
    assert gaps == [Gap("三公街 10–14双")]
    gaps, _ = found.with_coverage(COMPOUND, "a,sg,,,odd,")
    assert gaps == [Gap("三公街 双号")]


def test_a_street_nobody_answers_for_is_a_gap(found: Found) -> None:
    assert found.with_coverage(COMPOUND) == ([Gap("三公街")], [])


def test_a_door_covered_for_its_sub_numbers_only_is_a_gap_itself(found: Found) -> None:
    gaps, _ = found.with_coverage(COMPOUND, "a,sg,9,11,all,none", "b,sg,12,,all,1;2")
    assert gaps == [Gap("三公街 12")]


def test_a_listed_sub_number_that_only_a_longer_range_leaves_out_is_no_gap(found: Found) -> None:
    assert found.with_coverage(COMPOUND, "a,sg,9,43,all,all", "b,sg,43,,all,1;2;3") == ([], [])


def test_two_stewards_of_one_unit_overlap_and_a_steward_of_the_building_does_not(found: Found) -> None:
    _, overlaps = found.with_coverage("h,b1,,,,", "a,u1,,,,", "b,u1,,,,", "s,sg,,,,")
    assert overlaps == [Overlap("桂花苑1号楼1单元", ("a", "b"))]
    _, overlaps = found.with_coverage("h,b1,,,,", "i,b1,,,,", "a,u1,,,,", "s,sg,,,,")
    assert overlaps == [Overlap("桂花苑1号楼2单元", ("h", "i"))]


def test_ranges_that_run_into_each_other_overlap_even_when_one_is_shorter(found: Found) -> None:
    _, overlaps = found.with_coverage(COMPOUND, "a,sg,9,21,all,", "b,sg,19,43,odd,")
    assert overlaps == [Overlap("三公街 19–21单", ("a", "b"))]
    _, overlaps = found.with_coverage(COMPOUND, "a,sg,9,21,all,", "b,sg,15,27,all,")
    assert overlaps == [Overlap("三公街 15–21", ("a", "b"))]


def test_a_range_within_a_longer_one_is_an_exception_and_no_overlap(found: Found) -> None:
    _, overlaps = found.with_coverage(COMPOUND, "a,sg,9,43,all,", "b,sg,15,17,all,")
    assert overlaps == []


def test_the_same_sub_number_listed_twice_overlaps(found: Found) -> None:
    _, overlaps = found.with_coverage(COMPOUND, "a,sg,9,43,all,none", "b,sg,43,,all,1;2", "c,sg,43,,all,2;3")
    assert overlaps == [Overlap("三公街 43附2", ("b", "c"))]


def test_three_stewards_alike_are_named_together(found: Found) -> None:
    _, overlaps = found.with_coverage(COMPOUND, *(f"{post},sg,9,11,all," for post in "abc"))
    assert overlaps == [Overlap("三公街 9–11", ("a", "b", "c"))]


def test_gaps_and_overlaps_are_printed(found: Found) -> None:
    found.with_coverage("a,u1,,,,", "b,u1,,,,", "s,sg,,,,")
    assert lines_of(found.prepared)[1:3] == [
        "gap: no steward answers for 桂花苑1号楼2单元",
        "overlap: 桂花苑1号楼1单元 has a and b",
    ]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], []),
        ([20], ["20"]),
        ([20, 22, 24], ["20–24双"]),
        ([21, 23], ["21–23单"]),
        ([9, 10, 11], ["9–11"]),
        ([9, 10, 11, 13, 15], ["9–15单", "10"]),
        ([1, 2, 3, 7, 9], ["1–3", "7–9单"]),
    ],
)
def test_doors_are_written_as_people_write_them(numbers: list[int], said: list[str]) -> None:
    assert compact([(number, None) for number in numbers]) == said


def test_sub_numbers_are_written_after_their_door() -> None:
    assert compact([(43, "1"), (43, "2"), (45, None)]) == ["43附1", "43附2", "45"]
