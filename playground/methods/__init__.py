"""Every method of the Bot API that the playground knows, by its name in small letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playground.arguments import Arguments
from playground.bots import Bot
from playground.methods import answering, editing, profile, receiving, sending, sending_files
from playground.world import World

Method = Callable[[World, Bot, Arguments], Any]

METHODS: Mapping[str, Method] = {
    **answering.METHODS,
    **editing.METHODS,
    **profile.METHODS,
    **receiving.METHODS,
    **sending.METHODS,
    **sending_files.METHODS,
}
