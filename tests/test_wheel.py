"""A wheel built from this source and installed elsewhere: it has every text and speaks every language."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from bot.catalogs import CATALOGS

ROOT = Path(__file__).parents[1]
SPEAK = """
import bot.catalogs, messages
from messages.drawing.texts import Texts
print(messages.__file__)
for language in bot.catalogs.CATALOGS.languages:
    print(Texts(bot.catalogs.CATALOGS, language, "Asia/Shanghai").say("language-chosen"))
"""


def packages() -> list[Path]:
    """The folders that the project's own file says go into a wheel."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        patterns = tomllib.load(file)["tool"]["setuptools"]["packages"]["find"]["include"]
    return [folder for pattern in patterns for folder in ROOT.glob(pattern) if (folder / "__init__.py").is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, for a build leaves its traces beside the source."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for folder in packages():
        shutil.copytree(folder, source / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip("wheel", "--no-build-isolation", "-w", str(out), str(source))
    (built,) = out.glob("*.whl")
    return built


def pip(*arguments: str) -> None:
    """Without any network."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "-q",
        arguments[0],
        "--no-deps",
        "--no-index",
    ]
    done = subprocess.run([*command, *arguments[1:]], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_po_file_of_every_room_and_subject_is_in_the_wheel(wheel: Path) -> None:
    here = {file.relative_to(ROOT).as_posix() for folder in packages() for file in folder.rglob("*.po")}
    assert {"messages/locales/zh.po", "messages/locales/en.po"} <= here
    assert {name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".po")} == here


def test_installed_elsewhere_it_speaks_every_language(wheel: Path, tmp_path: Path) -> None:
    pip("install", "--target", str(tmp_path / "elsewhere"), str(wheel))
    paths = [str(tmp_path / "elsewhere"), sysconfig.get_paths()["purelib"]]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SPEAK], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    where, *said = done.stdout.splitlines()
    assert Path(where).is_relative_to(tmp_path)
    assert said == [CATALOGS[language]["language-chosen"] for language in CATALOGS.languages]
