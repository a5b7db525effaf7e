"""Cases that are written and kept elsewhere name modules as they lay before the rooms were made (`paths.txt`). For them
the paths of before lead to where the modules lie now; nothing in this project uses them."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
MOVED = dict(line.split() for line in Path(__file__).with_name("paths.txt").read_text("utf-8").splitlines())


class FormerPaths(MetaPathFinder, Loader):
    """Finds what is found nowhere else."""

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in MOVED else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return import_module(MOVED[spec.name])

    def exec_module(self, module: ModuleType) -> None:
        return None


def lead_on() -> None:
    """From now on. Where a folder has taken a module's name, it gives what that module has."""
    sys.meta_path.append(FormerPaths())
    for before, now in MOVED.items():
        if (ROOT / before.replace(".", "/")).is_dir():
            folder = import_module(before)
            folder.__dict__.setdefault("__getattr__", _of(now))


def _of(now: str) -> object:
    def found(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(now), name)

    return found
