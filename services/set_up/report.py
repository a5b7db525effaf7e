"""The import's findings and outcome as lines of plain text, for the operator's terminal."""

from collections.abc import Callable

from services.set_up import Outcome, Prepared


def lines_of(prepared: Prepared) -> list[str]:
    """What the files hold and what is wrong with them; nothing is left out, however long it gets."""
    lines = prepared.lines
    said = [
        f"{len(lines.places)} places, {len(lines.posts)} posts, "
        f"{len(lines.coverage)} rows of coverage, {len(lines.people)} people"
    ]
    for fault in prepared.faults:
        row = f", row {fault.row}" if fault.row is not None else ""
        said.append(f"FAULT {fault.file}{row}: {fault.reason}")
    if prepared.faults:
        return [*said, f"{_number(len(prepared.faults), 'fault')}; nothing is written until all rows are good"]
    said.extend(f"gap: no steward answers for {gap.where}" for gap in prepared.gaps)
    said.extend(f"overlap: {overlap.where} has {' and '.join(overlap.posts)}" for overlap in prepared.overlaps)
    said.extend(f"vacancy: nobody holds {post}; its matters go one level up" for post in prepared.vacancies)
    said.extend(f"no coverage: {post} answers for nothing" for post in prepared.idle)
    if len(said) == 1:
        said.append("no faults, gaps, overlaps or vacancies")
    return said


def lines_of_outcome(outcome: Outcome, link_of: Callable[[str], str]) -> list[str]:
    """What was written. `link_of` makes the one-time link (with the bot's name in it) out of a code."""
    said = [
        f"{outcome.added} added, {outcome.changed} changed, {outcome.ended} ended or taken away, "
        f"{outcome.unchanged} unchanged"
    ]
    if outcome.bound:
        said.append(
            f"bound by telegram_id, without a link (meant for tests and moves): {', '.join(outcome.bound)}. "
            "Each of them can be written to only after pressing Start."
        )
    said.extend(f"note: {note}" for note in outcome.notes)
    if outcome.invited_already:
        said.append(f"invited already, the link is still good: {', '.join(outcome.invited_already)}")
    if outcome.invitations:
        said.append("one-time links, shown only now; each is for one person:")
        said.extend(f"  {invite.name}, {invite.post}: {link_of(invite.code)}" for invite in outcome.invitations)
    return said


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
