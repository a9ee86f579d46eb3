"""The docs name every setting, command and make target, and their links resolve."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.house.repository import PACKAGE, ROOT, short

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"^(```|    ).*?(?:^```|\n(?!    ))", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
ONLY_FOR_MAKE = {"TEST_DATABASE_URL", "TEST_COMPLETE"}


def _documents() -> list[Path]:
    found = list(ROOT.glob("*.md"))
    for folder in ("docs", "changelog.d"):
        found += (ROOT / folder).rglob("*.md")
    return sorted(found)


def _settings() -> dict[str, bool]:
    """Return the variables that settings.py reads; True if it may be a file."""
    found = {}
    source = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") == "env"
            and isinstance(node.args[0], ast.Constant)
        ):
            found[str(node.args[0].value)] = node.func.attr == "secret"
    return found


def _documented() -> dict[str, bool]:
    text = (ROOT / "docs/admin/settings.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| `GEGENBESUCH_(\w+)`( \(\*file\*\))?", re.MULTILINE)
    found = {name: bool(file) for name, file in row.findall(text)}
    return {name: file for name, file in found.items() if name not in ONLY_FOR_MAKE}


def test_the_docs_name_exactly_the_settings_there_are() -> None:
    assert _documented() == _settings()


def test_the_docs_name_every_command() -> None:
    text = (ROOT / "docs/admin/commands.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    ours = {
        path.stem
        for path in PACKAGE.glob("*/management/commands/*.py")
        if path.stem != "__init__"
    }

    assert ours - documented == set()
    assert documented - ours == {"db_worker", "migrate"}  # of Django and its tasks


def test_the_docs_name_every_make_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`make ([a-z-]+)", text))

    assert documented == targets


def test_every_change_fragment_is_of_a_known_kind() -> None:
    kinds = {"added", "changed", "fixed", "removed", "security"}
    names = [p.name for p in (ROOT / "changelog.d").iterdir() if p.name != "README.md"]

    strange = [
        n for n in names if n.split(".")[-1] != "md" or n.split(".")[-2] not in kinds
    ]

    assert strange == []


def _anchors(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return {
        re.sub(r"[^\w\- ]", "", match["text"].lower()).replace(" ", "-")
        for match in HEADING.finditer(text)
    }


def test_every_link_resolves() -> None:
    broken = []
    for path in _documents():
        text = CODE.sub("", path.read_text(encoding="utf-8"))
        for match in LINK.finditer(text):
            target, _hash, anchor = match["target"].partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            file = (path.parent / target).resolve() if target else path
            if not file.exists() or (anchor and anchor not in _anchors(file)):
                broken.append(f"{short(path)}: {match['target']}")

    assert broken == []
