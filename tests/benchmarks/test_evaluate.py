"""The measuring itself, on invented rows: where there are no real texts it says so and fails nobody."""

import runpy
from pathlib import Path

import orjson
import pytest

from benchmarks.evaluate import Half, Row, dangers, half_of, messages, places, rows
from domain.posts.directory import Address, Directory, Place
from domain.vocabulary import Level
from storage.settings.community import packaged_values

SETS = ("messages.jsonl", "danger.jsonl", "near_misses.jsonl", "board.jsonl", "danger_second.jsonl")


def address(text: str, *spans: tuple[str, str]) -> dict[str, object]:
    """A row with its labels found in the text one behind the other."""
    labels, at = [], 0
    for part, label in spans:
        start = text.index(part, at)
        at = start + len(part)
        labels.append([start, at, label])
    return {"id": text, "text": text, "spans": labels, "source": places.PEOPLE}


ROWS = [
    address("香苑十号楼２单元502室", ("十号楼", "houseno"), ("２单元", "cellno"), ("502室", "roomno")),
    address("香园路43-2号", ("香园路", "road"), ("43", "roadno"), ("2号", "houseno")),
    address("香苑3栋1-502", ("3栋", "houseno"), ("1", "cellno"), ("502", "roomno")),
]


def test_every_row_is_in_one_half_always_the_same() -> None:
    lines = [orjson.dumps({"n": n}) for n in range(200)]
    halves = [half_of(line) for line in lines]
    assert halves == [half_of(line + b"\n") for line in lines]
    assert 60 < halves.count(Half.DEVELOP) < 140


def test_three_of_four_addresses_labelled_by_people_may_be_read(tmp_path: Path) -> None:
    lines = [
        orjson.dumps({**ROWS[0], "id": f"{source}-{n}", "source": source})
        for n in range(200)
        for source in (places.PEOPLE, "program")
    ]
    (tmp_path / "addresses.jsonl").write_bytes(b"\n".join(lines))

    def of(source: str, found: list[Row]) -> set[str]:
        return {str(row["id"]) for row in found if row["source"] == source}

    readable, kept_back = (places.addresses(tmp_path, half) for half in (Half.DEVELOP, Half.KEPT_BACK))
    first = rows(tmp_path, "addresses.jsonl", Half.DEVELOP)
    assert len(readable) + len(kept_back) == len(of(places.PEOPLE, readable + kept_back)) * 2 == 400
    assert of(places.PEOPLE, first) < of(places.PEOPLE, readable)
    assert 20 < len(of(places.PEOPLE, kept_back)) < 80
    assert of("program", first) == of("program", readable)


def test_the_table_counts_what_is_read_as_it_was_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = address("香苑3栋1单元502", ("3栋", "houseno"), ("1单元", "cellno"), ("502", "roomno"))
    wrong["spans"] = [[2, 4, "houseno"]]  # the labels know of no unit
    silver = {**ROWS[0], "source": "swei412"}
    lines = [orjson.dumps({**row, "n": n}) for row in (*ROWS, wrong, silver) for n in range(16)]
    (tmp_path / "addresses.jsonl").write_bytes(b"\n".join(lines))
    (tmp_path / "reports.jsonl").write_bytes(
        b"\n".join(orjson.dumps({"text": f"甲香苑{n}号楼漏水"}) for n in range(40))
    )
    found = places.addresses(tmp_path, Half.DEVELOP)
    assert not places.evaluate(tmp_path, Half.DEVELOP), "a quarter of the units is invented"
    table = capsys.readouterr().out
    labelled_by_people = [row for row in found if row["source"] == places.PEOPLE]
    invented = sum(row["text"] == wrong["text"] for row in labelled_by_people)
    assert f"building           100.0% of {len(labelled_by_people):4}" in table
    assert f"invented {invented}" in table


def test_without_real_texts_there_is_nothing_to_evaluate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("LOUZHANG_DATA", str(tmp_path / "nowhere"))
    monkeypatch.setattr("sys.argv", ["evaluate", "words"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("benchmarks.evaluate", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Nothing to evaluate")


def test_no_sentence_of_the_frozen_sets_stands_in_the_settings() -> None:
    """Not one that is more than a bare key word: rules are mended by their kind."""
    written = str(packaged_values())
    long = [str(row["text"]) for name in SETS for row in dangers.frozen(name) if len(str(row["text"])) >= 5]
    assert len(long) > 300
    assert [text for text in long if text in written] == []


def test_the_frozen_sets_are_counted_by_halves(capsys: pytest.CaptureFixture[str]) -> None:
    dangers.evaluate()
    table = capsys.readouterr().out
    assert "171 sentences of present danger, 125 near misses, 44 long posts" in table
    heard = next(line for line in table.splitlines() if "heard: rings" in line).split()
    share, odd, even = [float(part.rstrip("%")) for part in heard if part.endswith("%")][:3]
    assert min(odd, even) <= share <= max(odd, even)


def test_a_struck_row_counts_no_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = {"id": "d001", "text": "起火", "expect": "rings"}
    lines = [orjson.dumps(row), orjson.dumps({**row, "id": "d002", "struck": "is none"})]
    (tmp_path / "danger.jsonl").write_bytes(b"\n".join(lines))
    monkeypatch.setattr(dangers, "FROZEN", tmp_path)
    assert [one["id"] for one in dangers.frozen("danger.jsonl")] == ["d001"]


def test_an_address_is_written_as_the_frozen_rows_write_it() -> None:
    tree = [
        Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
        Place(2, "gh", 1, Level.COMPOUND, "桂花苑"),
        Place(3, "gh1", 2, Level.BUILDING, "1号楼"),
        Place(4, "sg", 1, Level.STREET, "三公街"),
    ]
    directory = Directory(1, {place.id: place for place in tree}, {}, (), ())
    addresses = [Address(1), Address(3, room="301"), Address(4, 13), Address(4, 11, "2")]
    written = [messages.written(address, directory) for address in addresses]
    assert written == ["", "桂花苑1号楼301", "三公街13号", "三公街11号附2"]


@pytest.mark.parametrize(
    ("place", "read", "right", "silently_wrong"),
    [
        ("三公街13号", "三公街13号", True, False),
        ("三公街13号", "", False, False),
        ("三公街13号", "三公街", False, False),
        ("三公街13号", "三公街15号", False, True),
        ("", "三公街13号", False, True),
        (["三公街13号", "三公街15号"], "", True, False),
        (["三公街13号", "三公街15号"], "三公街13号", False, True),
    ],
)
def test_asked_is_right_where_a_reader_would_ask(place: object, read: str, right: bool, silently_wrong: bool) -> None:
    row = {"taken": "report", "category": ["R101"], "place": place}
    judged = messages.Judged(row, messages.Taken("report", ["R101"], read, ()))
    assert (judged.placed, judged.silently_wrong) == (right, silently_wrong)
