"""Where things lie in the repository, for the tests about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "gegenbesuch"
TEMPLATES = PACKAGE / "templates"


def python_files(folder: Path) -> Iterator[Path]:
    """Yield our Python files below a folder, without migrations."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def template_files(*suffixes: str) -> list[Path]:
    """Return the templates with these suffixes, by default HTML and text."""
    wanted = suffixes or (".html", ".txt")
    return [p for p in sorted(TEMPLATES.rglob("*")) if p.suffix in wanted]


def short(path: Path) -> str:
    """Return the path as the repository knows it."""
    return str(path.relative_to(ROOT))
