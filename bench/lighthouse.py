"""
What Lighthouse says of the public site, served as in production.

    npm install --prefix /tmp/lighthouse lighthouse@12.2.3
    python bench/lighthouse.py /tmp/lighthouse/node_modules/.bin/lighthouse

Lists and articles with and without a picture, in three languages, on a simulated
telephone. Prints the four marks of each and what costs marks.
Ends with 1 when a mark is below 95.
Chromium is the one that CHROME_PATH names, or the system's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from news_load import ARTICLE, server

PAGES = ("/", ARTICLE, "/news/leipzig-japan-2019-06-ankuendigung/", "/archive/")
LANGUAGES = ("de", "en", "ja")
MARKS = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
CHROME = (
    "--headless=new --no-sandbox --disable-quic --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
)


def main() -> int:
    """Ask Lighthouse about each page and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("lighthouse", help="the command")
    parser.add_argument("--pages", nargs="*", default=PAGES)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    asked = parser.parse_args()
    worst = 100
    with (
        tempfile.TemporaryDirectory(prefix="gegenbesuch-bench-") as folder,
        server(Path(folder)) as (port, _process),
    ):
        for path in asked.pages:
            for language in asked.languages:
                url = f"http://127.0.0.1:{port}{path}?lang={language}"
                worst = min(worst, report(asked.lighthouse, url, Path(folder)))
    print("All marks are high enough." if worst >= LEAST else f"The worst is {worst}.")
    return 0 if worst >= LEAST else 1


def report(command: str, url: str, folder: Path) -> int:
    """Print the marks of a page and what costs some; returns the worst mark."""
    file = folder / "lighthouse.json"
    subprocess.run(
        [
            *(command, url, "--quiet", "--output=json", f"--output-path={file}"),
            *(f"--chrome-flags={CHROME}", f"--only-categories={','.join(MARKS)}"),
        ],
        env={"CHROME_PATH": "/usr/bin/chromium"} | os.environ,
        check=True,
    )
    found = json.loads(file.read_text())
    marks = {
        name: round(100 * (found["categories"][name]["score"] or 0)) for name in MARKS
    }
    print(url.partition("127.0.0.1")[2], marks)
    for name in MARKS:
        for part in found["categories"][name]["auditRefs"]:
            audit = found["audits"][part["id"]]
            if (
                part["weight"]
                and (audit["score"] or 0) < 1
                and audit["score"] is not None
            ):
                print(f"    {name}: {audit['title']} {audit.get('displayValue', '')}")
    return min(marks.values())


if __name__ == "__main__":
    sys.exit(main())
