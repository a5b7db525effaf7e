"""What an import did, as far as the operator reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.set_up.comparing import Difference, Verdict

Progress = Callable[[int], None]
"""Called with the number of rows that were just written."""


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time code for somebody who has not pressed a link yet. It is shown once; only its hash is kept."""

    name: str
    post: str
    code: str


@dataclass(slots=True)
class ImportOutcome:
    """What the import did, in rows, and what the operator should read. `renamed`: open tickets whose place is called
    otherwise now, `moved`: those that went to who answers now, `stay`: those for whom there is nobody else."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    invitations: list[Invite] = field(default_factory=list)
    invited_already: list[str] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    renamed: int = 0
    moved: int = 0
    stay: int = 0

    @property
    def anything_changed(self) -> bool:
        return bool(self.added or self.changed or self.ended)

    @property
    def undecided(self) -> list[Difference]:
        return [one for one in self.differences if one.decision is Verdict.OPEN]

    def count(self, *, changed: bool) -> None:
        if changed:
            self.changed += 1
        else:
            self.unchanged += 1
