"""docs/flow.md shows the states as the rules have them."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_the_states_in_the_flow_document_are_drawn_from_the_rules() -> None:
    document = (DOCS / "flow.md").read_text("utf-8")
    drawn = runpy.run_path(str(DOCS / "draw_flow.py"))["drawn"](document)
    assert drawn == document, "run: .venv/bin/python docs/draw_flow.py"
