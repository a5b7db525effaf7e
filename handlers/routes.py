"""The table of routes: what was said goes to which function. The first that takes it answers."""

from collections.abc import Callable, Sequence
from functools import partial

from handlers.by_number import words_or_button
from handlers.conversation import edited, not_understood
from handlers.pressing import press_button
from handlers.said import Said, SaidKind
from handlers.start import unknown_command
from handlers.subject import Subjects
from handlers.turn import Handle
from handlers.who import contact_shared


class Routes:
    """The table."""

    def __init__(self, subjects: Subjects) -> None:
        self._commands = {name: command.handle for name, command in subjects.commands.items()}
        self._routes: Sequence[tuple[Callable[[Said], bool], Handle]] = (
            (lambda said: said.command is not None, partial(unknown_command, subjects)),
            (lambda said: said.kind is SaidKind.EDIT, partial(edited, subjects)),
            (lambda said: said.kind is SaidKind.PRESS, partial(press_button, subjects)),
            (lambda said: said.contact is not None, contact_shared),
            (lambda said: bool(said.words or said.files), partial(words_or_button, subjects)),
            (lambda said: said.kind is SaidKind.WORDS, not_understood),
        )

    def route_of(self, said: Said) -> Handle | None:
        """Where it goes; None when nothing of ours answers it."""
        if said.command in self._commands:
            return self._commands[said.command]
        return next((handle for takes, handle in self._routes if takes(said)), None)
