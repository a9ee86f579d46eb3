"""Templates keep to the content security policy and to the house's form."""

from __future__ import annotations

import re

from tests.house.repository import short, template_files

# Mail programs know no style sheets: mails may carry styles.
PAGES = [p for p in template_files(".html") if "emails" not in p.parts]
INLINE = {
    "style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx script": re.compile(r"\shx-on\b|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>", re.IGNORECASE)
FOREIGN = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"
)
TOO_LONG = 200


def test_no_page_has_inline_style_or_script() -> None:
    found = []
    for path in PAGES:
        source = path.read_text(encoding="utf-8")
        found += [
            f"{short(path)}: {n}" for n, rule in INLINE.items() if rule.search(source)
        ]
        for script in SCRIPT.finditer(source):
            attributes = script["attributes"]
            if "src=" not in attributes and "application/" not in attributes:
                found.append(f"{short(path)}: inline script")

    assert found == []


def test_no_page_loads_from_elsewhere() -> None:
    found = [short(p) for p in PAGES if FOREIGN.search(p.read_text(encoding="utf-8"))]

    assert found == []


def test_every_component_says_its_parameters() -> None:
    components = [
        p for p in PAGES if p.parent.name == "components" and p.name[0] != "_"
    ]
    silent = [
        short(path)
        for path in components
        if not path.read_text(encoding="utf-8")
        .lstrip()
        .startswith(("{#", "{% comment"))
    ]

    assert silent == []


def test_templates_stay_short() -> None:
    long = {
        short(path): lines
        for path in PAGES
        if (lines := path.read_text(encoding="utf-8").count("\n")) > TOO_LONG
    }

    assert set(long) <= {
        # Shows every component in each state.
        "src/gegenbesuch/templates/core/styleguide.html",
    }, long
