"""The import's findings and outcome as lines of plain text, for the operator's terminal."""

from collections.abc import Callable, Iterable, Sequence

from services.set_up import Difference, Fault, ImportOutcome, Prepared, Verdict
from services.set_up.headings import ACCOUNT


def lines_of(prepared: Prepared) -> list[str]:
    """What the files hold and what is wrong with them; nothing is left out, however long it gets."""
    lines = prepared.lines
    said = [
        f"{len(lines.places)} places, {len(lines.posts)} posts, "
        f"{len(lines.coverage)} rows of coverage, {len(lines.people)} people"
        + (f", {_bodies(len(lines.bodies))}" if lines.bodies else "")
    ]
    said.extend(lines_of_faults(prepared.faults))
    if prepared.faults:
        return [*said, f"{_number(len(prepared.faults), 'fault')}; nothing is written until all rows are good"]
    said.extend(f"gap: no steward answers for {gap.where}" for gap in prepared.gaps)
    said.extend(f"overlap: {overlap.where} has {' and '.join(overlap.posts)}" for overlap in prepared.overlaps)
    said.extend(f"vacancy: nobody holds {post}; its matters go one level up" for post in prepared.vacancies)
    said.extend(
        f"vacancy: nobody has the seat {seat}; the office rings up about what is asked of its body"
        for seat in prepared.empty_seats
    )
    said.extend(f"no coverage: {post} answers for nothing" for post in prepared.idle)
    if len(said) == 1:
        said.append("no faults, gaps, overlaps or vacancies")
    return said


def lines_of_faults(faults: Iterable[Fault]) -> list[str]:
    """Equal ones in one line with all their rows, where the first of them stands."""
    rows: dict[tuple[str, str], list[int]] = {}
    for fault in faults:
        rows.setdefault((fault.file, fault.reason), []).extend([fault.row] if fault.row is not None else [])
    return [f"FAULT {file}{_rows(sorted(set(where)))}: {reason}" for (file, reason), where in rows.items()]


def _rows(rows: Sequence[int]) -> str:
    """«, row 7» or «, rows 7–9, 12»."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return f", row{'s' if len(rows) > 1 else ''} {said}" if runs else ""


DECIDED = {Verdict.OPEN: "differs", Verdict.TAKE: "taken from the file", Verdict.KEEP: "kept as in the chat"}


def lines_of_differences(differences: Sequence[Difference]) -> list[str]:
    """Every row in which the tables and the chat say different things, by its number, and how to choose."""
    said = []
    for one in differences:
        sides = "; ".join(f"{column}: {_cell(file)} in the file, {_cell(now)} here" for column, file, now in one.sides)
        hint = f" ({one.hint})" if one.hint else ""
        said.append(f"{one.number}. {DECIDED[one.decision]}: {one.file}, row {one.row}, {one.what}: {sides}{hint}")
    left = [str(one.number) for one in differences if one.decision is Verdict.OPEN]
    if left:
        said.append(
            f"{_number(len(left), 'row')} changed here since the last import: left as they are. Choose with "
            f"--take-file {','.join(left[:2])} (what the file says) and --keep-chat rest (what stands here)"
        )
    return said


def _cell(value: str) -> str:
    return f"«{value}»" if value else "empty"


def lines_of_comparison(outcome: ImportOutcome) -> list[str]:
    """What an import would do, for a dry run."""
    counted = f"{outcome.added} to add, {outcome.changed} to change, {outcome.ended} to end or take away"
    said = [f"compared with the database: {counted}, {outcome.unchanged} unchanged"]
    return [*said, *lines_of_differences(outcome.differences), *(f"note: {note}" for note in outcome.notes)]


def lines_of_outcome(outcome: ImportOutcome, link_of: Callable[[str], str]) -> list[str]:
    """What was written. `link_of` makes the one-time link (with the bot's name in it) out of a code."""
    said = [
        f"{outcome.added} added, {outcome.changed} changed, {outcome.ended} ended or taken away, "
        f"{outcome.unchanged} unchanged"
    ]
    if outcome.bound:
        said.append(
            f"bound by {ACCOUNT}, without a link (meant for tests and moves): {', '.join(outcome.bound)}. "
            "Each of them can be written to only after pressing Start."
        )
    if outcome.renamed:
        said.append(f"{_number(outcome.renamed, 'open report')} moved along with their places, a line in each says so")
    if outcome.moved or outcome.stay:
        stay = f"; {outcome.stay} stay with who has them, for nobody else can be asked" if outcome.stay else ""
        said.append(f"{_number(outcome.moved, 'open report')} went to whoever answers for their place now{stay}")
    said.extend(lines_of_differences(outcome.differences))
    said.extend(f"note: {note}" for note in outcome.notes)
    if outcome.invited_already:
        said.append(f"invited already, the link is still good: {', '.join(outcome.invited_already)}")
    if outcome.invitations:
        said.append("one-time links, shown only now; each is for one person:")
        said.extend(f"  {invite.name}, {invite.post}: {link_of(invite.code)}" for invite in outcome.invitations)
    return said


def _bodies(count: int) -> str:
    return "1 body" if count == 1 else f"{count} bodies"


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
