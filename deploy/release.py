"""Join the changelog fragments and tag: `python deploy/release.py 2026.1`."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = ROOT / "CHANGELOG.md"
FRAGMENTS = ROOT / "changelog.d"
KINDS = ("added", "changed", "fixed", "removed", "security")


def main(version: str) -> int:
    """Write the changelog and the version, commit and tag; nothing is pushed."""
    if not re.fullmatch(r"20\d\d\.\d+", version):
        return refuse(f"VERSION is {version!r}; use year and number, such as 2026.1.")
    if git("status", "--porcelain"):
        return refuse("There are changes that are not committed.")
    section = join(version)
    if not section:
        return refuse("There is no fragment in changelog.d.")
    intro, separator, older = CHANGELOG.read_text(encoding="utf-8").partition("\n## ")
    CHANGELOG.write_text(
        f"{intro.rstrip()}\n\n{section}{separator}{older}", encoding="utf-8"
    )
    for name, pattern in (
        ("pyproject.toml", r'^(version = )".*"$'),
        ("publiccode.yml", r'^(softwareVersion: )".*"$'),
    ):
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        new = re.sub(pattern, rf'\g<1>"{version}"', text, count=1, flags=re.MULTILINE)
        path.write_text(new, encoding="utf-8")
    git(
        "add",
        "--all",
        "CHANGELOG.md",
        "changelog.d",
        "pyproject.toml",
        "publiccode.yml",
    )
    git("commit", "--message", f"release: Publish {version}.")
    git("tag", "--annotate", version, "--message", version)
    print(f"{version} is committed and tagged.")
    return 0


def join(version: str) -> str:
    """Return the fragments as a section of the changelog, and remove them."""
    today = datetime.now(tz=UTC).date()
    parts = []
    for kind in KINDS:
        paths = sorted(FRAGMENTS.glob(f"*.{kind}.md"))
        entries = [" ".join(p.read_text(encoding="utf-8").split()) for p in paths]
        if entries:
            lines = "\n".join(f"- {entry}" for entry in entries)
            parts.append(f"### {kind.capitalize()}\n\n{lines}\n")
        for path in paths:
            path.unlink()
    return f"## {version} ({today})\n\n" + "\n".join(parts) if parts else ""


def git(*arguments: str) -> str:
    """Run git in the checkout and return what it prints."""
    done = subprocess.run(
        ["git", *arguments], check=True, cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout


def refuse(reason: str) -> int:
    """Say why there is no release; the exit code."""
    print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
