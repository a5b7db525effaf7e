"""Draws the ticket's states, what becomes of asks, terms and whistles, who speaks for a household, who is told what,
and how often people are disturbed, into docs/flow.md from the tables of the rules:
`PYTHONPATH=. .venv/bin/python docs/draw_flow.py`.
"""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.catalogs import CATALOGS
from domain.matters.asks import ASK_STEPS, AskState
from domain.matters.bundles import BUDGETS, MOST_LINES, BundledLine
from domain.matters.matters import MatterSteps
from domain.register.members import RIGHTS_OF
from domain.tickets.lifecycle import STEPS, Step
from domain.tickets.told import BECAUSE, TOLD, Side, ToldRow
from domain.tickets.undoing import UNDOABLE
from domain.vocabulary import Grade, Rating, State
from messages.drawing.texts import Texts
from subjects.bodies.service.terms import TERM_STEPS
from subjects.whistles.rules import KINDS
from subjects.whistles.rules import STEPS as WHISTLE_STEPS

DOCUMENT = Path(__file__).with_name("flow.md")
END = "<!-- drawn by docs/draw_flow.py: end -->"


@dataclass(frozen=True, slots=True)
class Sample:
    """A ticket to ask the rules about."""

    state: State
    grade: Grade = Grade.P2
    reporter_id: int | None = 1
    recorded_by_id: int | None = None
    assignee_id: int | None = 2
    solved_by_id: int | None = 2
    filed_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    closed_at: datetime | None = datetime(2026, 1, 1, tzinfo=UTC)
    confirmed_at: datetime | None = None
    verified_at: datetime | None = None
    rating: Rating | None = None
    appealed: bool = False


def ends_of(step: Step, before: State) -> dict[State, str]:
    """Where a step leads from `before`, and for which grades when that depends on the grade."""
    if step.after is None:
        return {before: ""}
    by_end: dict[State, list[str]] = {}
    for grade in Grade:
        by_end.setdefault(step.after(replace(Sample(before), grade=grade)), []).append(grade)
    return {end: "" if len(by_end) == 1 else f" ({', '.join(grades)})" for end, grades in by_end.items()}


def _ways_back(state: State) -> list[State]:
    """From which states what can be taken back may have led here."""
    steps = [STEPS[action] for action in UNDOABLE]
    led = {(before, end) for step in steps for before in step.before for end in ends_of(step, before)}
    return [before for before in State if (before, state) in led and before is not state]


def diagram() -> list[str]:
    """Mermaid: one arrow per pair of states, with the actions that lead along it."""
    texts = Texts(CATALOGS, "zh", "UTC")
    arrows: dict[tuple[State, State], list[str]] = {}
    for action, step in STEPS.items():
        for before in State:
            for end in _ways_back(before) if step.back else ():
                arrows.setdefault((before, end), []).append(action)
            if step.after is not None and before in step.before:
                for end, grades in ends_of(step, before).items():
                    arrows.setdefault((before, end), []).append(action.replace("_", " ") + grades)
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{state} {texts.label(f"state-{state}")}" as {state}' for state in State),
        f"    [*] --> {State.NEW}: file",
        *(f"    {before} --> {end}: {', '.join(actions)}" for (before, end), actions in arrows.items()),
        "```",
    ]


def table() -> list[str]:
    """Every action, from where to where, and who may."""
    rows = ["| action | from | to | who may |", "|---|---|---|---|"]
    for action, step in STEPS.items():
        before = "any state" if step.before == frozenset(State) else ", ".join(s for s in State if s in step.before)
        rows.append(f"| {action.replace('_', ' ')} | {before} | {_to(step)} | {_who(step)} |")
    return rows


def _who(step: Step) -> str:
    return f"*{step.who.__name__.replace('_', ' ')}*: {(step.who.__doc__ or '').strip()}"


def _to(step: Step) -> str:
    if step.back:
        return "what it was before"
    if step.after is None:
        return "stays"
    ends: dict[str, None] = {}
    for before in State:
        if before in step.before:
            ends.update(dict.fromkeys(end + grades for end, grades in ends_of(step, before).items()))
    return ", ".join(ends)


def told() -> list[str]:
    """Every action × every side: what is told, or, by a letter, why nothing is."""
    letters = {reason: chr(ord("a") + number) for number, reason in enumerate(BECAUSE)}
    sides = [field.name for field in fields(ToldRow)]
    rows = [f"| action | {' | '.join(sides)} |", "|---" * (len(sides) + 1) + "|"]
    for action, row in TOLD.items():
        cells = [letters.get(row[Side(side)], row[Side(side)].value) for side in sides]
        rows.append(f"| {action.replace('_', ' ')} | {' | '.join(cells)} |")
    return [*rows, "", *(f"- {letter}: nothing, because {BECAUSE[reason]}." for reason, letter in letters.items())]


def budgets() -> list[str]:
    """Every sort of reader: when their one joined message is sent, how many are too many, what comes beside it."""
    rows = ["| who | at | on days off | a day | in 7 days | at once, outside it |", "|---|---|---|---|---|---|"]
    for reader, budget in BUDGETS.items():
        days_off = "yes" if budget.on_days_off else "no"
        at_once = [
            what.replace("_", " ") + (f" (the first {most} of a day)" if most is not None else "")
            for what, most in budget.at_once.items()
        ]
        cells = (reader, f"{budget.at:%H:%M}", days_off, budget.a_day, budget.a_week or "–", ", ".join(at_once))
        rows.append(f"| {' | '.join(map(str, cells))} |")
    order = ", ".join(line.replace("_", " ") for line in BundledLine)
    return [*rows, "", f"A morning's order: {order}; at most {MOST_LINES} lines."]


def asks() -> list[str]:
    """Every action on an ask, from where to where, and who may."""
    rows = ["| action | from | to | who may |", "|---|---|---|---|"]
    for action, step in ASK_STEPS.items():
        before = ", ".join(state for state in AskState if state in step.before)
        after = "what it was before" if step.back else step.after or "stays"
        who = f"*{step.who.__name__.replace('_', ' ')}*: {(step.who.__doc__ or '').strip()}"
        rows.append(f"| {action.replace('_', ' ')} | {before} | {after} | {who} |")
    return rows


def matter(steps: MatterSteps) -> list[str]:
    """The same of a kind of matter."""
    rows = ["| action | from | to | who may |", "|---|---|---|---|"]
    for action, step in steps.items():
        who = f"*{step.who.__name__.replace('_', ' ')}*: {(step.who.__doc__ or '').strip()}"
        rows.append(
            f"| {action.replace('_', ' ')} | {', '.join(sorted(step.before))} | {step.after or 'stays'} | {who} |"
        )
    return rows


def whistles() -> list[str]:
    """Every kind of whistle, and what can be done with one."""
    rows = [
        "| kind | who proposes | who blows | whom it calls | answer within | result, working days |",
        "|---" * 6 + "|",
    ]
    for kind, rule in KINDS.items():
        proposes, calls = ", ".join(sorted(rule.proposes)), ", ".join(sorted(rule.calls))
        rows.append(f"| {kind} | {proposes} | {', '.join(rule.blows)} | {calls} | {rule.reply} | {rule.result_days} |")
    return [*rows, "", *matter(WHISTLE_STEPS)]


def members() -> list[str]:
    """What whoever speaks for a household may do for it."""
    rows = ["| as | may |", "|---|---|"]
    return rows + [f"| {one.replace('_', '-')} | {', '.join(sorted(rights))} |" for one, rights in RIGHTS_OF.items()]


def begin(source: str) -> str:
    """The mark behind which what comes of this file is drawn."""
    return f"<!-- drawn by docs/draw_flow.py from {source}: begin -->"


def drawn(document: str) -> str:
    """The document with what stands between the marks drawn anew."""
    for source, lines in (
        ("domain/tickets/lifecycle.py", [*diagram(), "", *table()]),
        ("domain/tickets/told.py", told()),
        ("domain/matters/asks.py", asks()),
        ("subjects/bodies/service/terms.py", matter(TERM_STEPS)),
        ("subjects/whistles/rules.py", whistles()),
        ("domain/register/members.py", members()),
        ("domain/matters/bundles.py", budgets()),
    ):
        head, mark, rest = document.partition(begin(source))
        _, end, tail = rest.partition(END)
        if not mark or not end:
            raise LookupError(f"docs/flow.md has lost the marks between which {source} is drawn")
        document = "\n".join([head + mark, "", *lines, "", END + tail])
    return document


if __name__ == "__main__":
    DOCUMENT.write_text(drawn(DOCUMENT.read_text("utf-8")), "utf-8")
