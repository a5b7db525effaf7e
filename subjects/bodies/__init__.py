"""Bodies: committees, firms, alliances and departments, their seats, terms and duties, and what they are asked."""

from handlers.subject import Subject

BODIES = Subject("bodies")
