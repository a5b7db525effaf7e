"""Numbers by which Telegram and the tables know chats, people and messages: whole, and of 64 bits."""

from typing import TypeGuard

LARGEST = 2**63 - 1
"""What a database takes for an id, and Telegram never reaches."""


def is_id(value: object) -> TypeGuard[int]:
    """A number that can be one. `True` is none, although Python counts with it."""
    return type(value) is int and -LARGEST <= value <= LARGEST
