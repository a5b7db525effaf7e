"""What a bot in earnest loads before it answers: nothing that only a rare command or a picture needs."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.crash.process import environment

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "messages", "services", "storage", "domain")
RARE = {
    "PIL", "alembic", "babel", "defusedxml", "fontTools", "fpdf", "holidays", "playground", "pygments",
    "python_calamine", "resvg_py", "rich", "segno", "xlsxwriter",
}  # fmt: skip
"""Heavy, and needed once a week or by one command."""
LATE = {
    ("bot/__main__.py", "bot.cli"),
    ("bot/cli/demo.py", "bot.cli.neighbourhood"),
    ("bot/cli/posters.py", "bot.cli.printing"),
    ("bot/exporting.py", "messages.paper.photos"),
    ("messages/digest/charts.py", "resvg_py"),
    ("messages/paper/export_files.py", "xlsxwriter"),
    ("messages/digest/workbook.py", "xlsxwriter"),
    ("services/set_up/workbooks.py", "defusedxml.ElementTree"),
    ("services/set_up/workbooks.py", "python_calamine"),
    ("storage/migrations/__init__.py", "storage.migrations.upgrade"),
}
"""The only imports inside functions: what stands behind them is loaded by whoever needs it."""
RUN = """
import gc, sys
from bot.__main__ import main
sys.argv = ["louzhang", "run"]
try:
    main()
except SystemExit as left:
    print(left.code, gc.isenabled(), gc.get_freeze_count() > 0, *sys.modules)
"""


def test_a_start_loads_no_library_of_a_rare_command_and_leaves_the_garbage_collector_at_work(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    code, collects, frozen, *loaded = done.stdout.split()
    assert (code, collects, frozen) == ("2", "True", "True")  # without a token it says so, and everything is loaded
    assert {"bot.application", "telegram", "sqlalchemy.orm"} <= set(loaded)
    assert not RARE & set(loaded)


def test_imports_stand_at_the_top_but_for_libraries_of_rare_commands() -> None:
    late = {
        (path.relative_to(ROOT).as_posix(), node.module)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
    }
    assert late == LATE
