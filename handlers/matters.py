"""Matters and bundles as a subject: their lists, their histories, and the one message that joins several."""

from handlers.subject import Subject

MATTERS = Subject("matters")
