"""Writing checked rows into the database: what is new is added, what the tables have changed is changed, what the chat
has changed waits for a decision, and nothing is deleted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from domain.posts.directory import Coverage
from domain.words.plain import plain
from services.posts.reachability import take_up_waiting
from services.set_up.bodies import write_bodies
from services.set_up.comparing import Choice, Comparison, Value
from services.set_up.findings import FaultyFiles
from services.set_up.households import write_households
from services.set_up.moving_along import full_names, hand_on, say_where
from services.set_up.outcome import ImportOutcome, Progress
from services.set_up.people import write_people
from services.set_up.rows import CheckedRow, CoverageLine, Lines, PlaceLine
from storage.models import BodyRow, CoverageRow, PlaceRow, PostRow
from storage.places.set_up import SetUpStore
from storage.unit_of_work import UnitOfWork

L = TypeVar("L", bound=CheckedRow)


def write_set_up(work: UnitOfWork, lines: Lines, choice: Choice, progress: Progress) -> ImportOutcome:
    """All tables within the unit. The same files again change no row and make no new link."""
    return _Writing(work, lines, Comparison(SetUpStore(work.session), choice), progress).write()


class _Writing:
    """One import."""

    def __init__(self, work: UnitOfWork, lines: Lines, comparison: Comparison, progress: Progress) -> None:
        self._work = work
        self._lines = lines
        self._comparison = comparison
        self._store = comparison.store
        self._progress = progress
        self._outcome = ImportOutcome()
        self._places = self._store.places()
        self._by_id = {row.id: row for row in self._places.values()}
        self._posts = self._store.posts()
        self._bodies: Mapping[str, BodyRow] = {}
        self._touched: set[int] = set()
        """Places for which somebody else may answer now."""

    def write(self) -> ImportOutcome:
        work, outcome = self._work, self._outcome
        before = work.directory
        names = full_names(before)
        self._write_places()
        self._bodies = write_bodies(work, self._comparison, self._lines.bodies, self._places, outcome, self._progress)
        self._write_posts()
        self._write_coverage()
        write_people(work, self._comparison, self._lines.people, self._posts, outcome, self._progress)
        write_households(work, self._comparison, self._lines.households, self._places, outcome, self._progress)
        self._comparison.finish()
        outcome.differences = self._comparison.differences
        if outcome.anything_changed:
            work.places.touch()
            outcome.renamed = say_where(work, names)
            outcome.moved, outcome.stay = hand_on(work, before, self._touched)
            take_up_waiting(work)
        return outcome

    def _counting(self, lines: Iterable[L]) -> Iterator[L]:
        for line in lines:
            yield line
            self._progress(1)

    # Places

    def _write_places(self) -> None:
        vanished = self._places.keys() - {line.code for line in self._lines.places}
        twice_before = set(self._names_twice())
        new = [line for line in self._lines.places if line.code not in self._places]
        self._add_places(new)
        added = {line.code for line in new}
        for line in self._counting(self._lines.places):
            if line.code not in added:
                self._compare_place(line)
        self._check_tree(twice_before)
        self._outcome.notes.extend(not_in_files("places", vanished))

    def _add_places(self, lines: Sequence[PlaceLine]) -> None:
        """Level by level, the upper ones first."""
        waiting = list(lines)
        while waiting:
            ready = [line for line in waiting if line.parent is None or line.parent in self._places]
            for line in ready:
                row = PlaceRow(
                    code=line.code,
                    parent_id=self._standing(line.parent).id if line.parent else None,
                    level=line.level,
                    name=line.name,
                    aliases=list(line.aliases),
                    households=line.households,
                )
                self._places[line.code] = row
                self._comparison.is_new("places", line.code, self._wanted(line))
            self._store.keep_all([self._places[line.code] for line in ready])
            self._by_id.update((row.id, row) for row in (self._places[line.code] for line in ready))
            self._outcome.added += len(ready)
            waiting = [line for line in waiting if line.code not in self._places]

    def _wanted(self, line: PlaceLine) -> dict[str, Value]:
        return {
            "parent": self._standing(line.parent).code if line.parent else None,
            "level": str(line.level),
            "name": line.name,
            "aliases": list(line.aliases),
            "households": line.households,
        }

    def _compare_place(self, line: PlaceLine) -> None:
        row = self._places[line.code]
        if row.merged_into_id is not None:
            self._outcome.unchanged += 1
            note = f"place {line.code} was merged and is left as it is; take it out of the files"
            self._outcome.notes.append(note)
            return
        file = self._wanted(line)
        here: dict[str, Value] = {
            "parent": self._by_id[row.parent_id].code if row.parent_id is not None else None,
            "level": str(row.level),
            "name": row.name,
            "aliases": list(row.aliases),
            "households": row.households,
        }
        taken = self._comparison.settle(
            "places", line.code, line, f"place {line.code}", file, here, grows=frozenset({"aliases"})
        )
        if taken.keys() & {"parent", "name"}:
            self._store.remember(row, self._work.now)
        if "parent" in taken:
            row.parent_id = self._standing(line.parent).id if line.parent else None
            self._touched.add(row.id)
        row.level = line.level if "level" in taken else row.level
        row.name = line.name if "name" in taken else row.name
        row.households = line.households if "households" in taken else row.households
        if isinstance(aliases := taken.get("aliases"), list):
            row.aliases = [str(one) for one in aliases]
        self._outcome.count(changed=bool(taken))

    def _standing(self, code: str) -> PlaceRow:
        """The place of a code; one that was merged leads to where it went."""
        row = self._places[code]
        while row.merged_into_id is not None:
            row = self._by_id[row.merged_into_id]
        return row

    def _check_tree(self, twice_before: set[tuple[int, str]]) -> None:
        """What the tables and the chat have made together must be a tree, without two of one name side by side."""
        roots = sorted(code for code, row in self._places.items() if row.parent_id is None)
        if len(roots) > 1:
            said = ", ".join(roots)
            raise FaultyFiles(f"the database already holds another community: {said} would stand side by side")
        for row in self._places.values():
            seen = {row.id}
            above = row.parent_id
            while above is not None:
                if above in seen:
                    raise FaultyFiles(f"«{row.code}» would stand below itself, as its place was changed here meanwhile")
                seen.add(above)
                above = self._by_id[above].parent_id
        for (parent_id, _), codes in self._names_twice().items():
            if (parent_id, _) not in twice_before:
                name, parent = self._places[codes[0]].name, self._by_id[parent_id].name
                raise FaultyFiles(
                    f"«{parent}» would have several places called «{name}»: {', '.join(codes)}. A code never changes: "
                    "write the one that is there already, or give the new place a name of its own"
                )

    def _names_twice(self) -> dict[tuple[int, str], list[str]]:
        """By the place above and the name, the codes of places that are called alike."""
        found: dict[tuple[int, str], list[str]] = {}
        for code, row in self._places.items():
            if row.parent_id is not None and row.merged_into_id is None:
                found.setdefault((row.parent_id, plain(row.name)), []).append(code)
        return {key: sorted(codes) for key, codes in found.items() if len(codes) > 1}

    # Posts and what they answer for

    def _write_posts(self) -> None:
        vanished = self._posts.keys() - {line.code for line in self._lines.posts}
        self._outcome.notes.extend(not_in_files("posts", vanished))
        new: list[PostRow] = []
        for line in self._counting(self._lines.posts):
            place = self._standing(line.place)
            body = self._bodies.get(line.body) if line.body is not None else None
            file: dict[str, Value] = {"place": place.code, "role": str(line.role), "title": line.title}
            row = self._posts.get(line.code)
            if line.body is not None or (row is not None and row.body_id is not None):
                file["body"] = line.body
            if row is None:
                body_id = body.id if body is not None else None
                new.append(
                    PostRow(code=line.code, place_id=place.id, role=line.role, title=line.title, body_id=body_id)
                )
                self._comparison.is_new("posts", line.code, file)
                continue
            here: dict[str, Value] = {
                "place": self._by_id[row.place_id].code,
                "role": str(row.role),
                "title": row.title,
                "body": next((code for code, one in self._bodies.items() if one.id == row.body_id), None),
            }
            taken = self._comparison.settle("posts", line.code, line, f"post {line.code}", file, here)
            if taken.keys() & {"place", "role"}:
                self._touched |= {row.place_id, place.id}
            row.place_id = place.id if "place" in taken else row.place_id
            row.role = line.role if "role" in taken else row.role
            row.title = line.title if "title" in taken else row.title
            row.body_id = (body.id if body is not None else None) if "body" in taken else row.body_id
            self._outcome.count(changed=bool(taken))
        self._store.keep_all(new)
        self._outcome.added += len(new)
        self._posts.update((row.code, row) for row in new)

    def _write_coverage(self) -> None:
        """What the files say about a post replaces what the tables said before; posts not in the files keep theirs."""
        wanted: dict[str, list[CoverageLine]] = {line.code: [] for line in self._lines.posts}
        for cover in self._counting(self._lines.coverage):
            wanted[cover.post].append(cover)
        present = self._store.coverage()
        posts = {line.code: line for line in self._lines.posts}
        for code, coverage_lines in wanted.items():
            post_id = self._posts[code].id
            rows = {row: _coverage(row) for row in present.get(post_id, [])}
            covers = [self._cover(post_id, line) for line in coverage_lines]
            file = {"coverage": self._in_words(covers)}
            here = {"coverage": self._in_words(rows.values())}
            line: CheckedRow = coverage_lines[0] if coverage_lines else posts[code]
            taken = self._comparison.settle("coverage", code, line, f"coverage of {code}", file, here)
            if taken:
                self._replace(rows, covers)
            else:
                self._outcome.unchanged += len(covers)

    def _replace(self, rows: dict[CoverageRow, Coverage], covers: Sequence[Coverage]) -> None:
        missing = Counter(covers)
        for row, cover in rows.items():
            if missing[cover] > 0:
                missing[cover] -= 1
                self._outcome.unchanged += 1
            else:
                self._store.uncover(row)
                self._touched.add(row.place_id)
                self._outcome.ended += 1
        for cover in missing.elements():
            self._store.cover(cover)
            self._touched.add(cover.place_id)
            self._outcome.added += 1

    def _cover(self, post_id: int, line: CoverageLine) -> Coverage:
        place_id, to_no = self._standing(line.place).id, line.to_no or line.from_no
        return Coverage(post_id, place_id, line.from_no, to_no, line.side, line.sub_numbers, line.households)

    def _in_words(self, covers: Iterable[Coverage]) -> Value:
        """Comparable, whatever their order."""
        words: list[list[Value]] = []
        for cover in covers:
            subs: Value = None if cover.sub_numbers is None else [*cover.sub_numbers]
            place = self._by_id[cover.place_id].code
            words.append([place, cover.from_no, cover.to_no, str(cover.side), subs, cover.households])
        return [*sorted(words, key=repr)]


def not_in_files(what: str, codes: Iterable[str]) -> list[str]:
    said = ", ".join(sorted(codes))
    return [f"{what} in the database but not in the files (kept): {said}"] if said else []


def _coverage(row: CoverageRow) -> Coverage:
    sub_numbers = None if row.sub_numbers is None else tuple(row.sub_numbers)
    return Coverage(row.post_id, row.place_id, row.from_no, row.to_no, row.side, sub_numbers, row.households)
