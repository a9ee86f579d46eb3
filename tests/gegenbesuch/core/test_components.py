"""The components and styles as files: documented, complete, without strays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from gegenbesuch.core.samples import styleguide_samples

COMPONENTS = sorted((settings.PACKAGE / "templates/components").glob("[!_]*.html"))
STATIC = Path(settings.PACKAGE / "static")
STYLES = sorted(
    {*(STATIC / "css").glob("*.css"), *(STATIC / "css/components").glob("*")}
)
LITERAL_COLOUR = r"#[0-9a-f]{3,8}\b|(?<![\w-])(?:white|black|red|blue)(?![\w-])"


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_opens_with_what_it_takes(path: Path) -> None:
    assert path.read_text().startswith("{% comment %}")


@pytest.mark.parametrize("name", ["heading", "empty"])
def test_the_button_of_a_component_leads_somewhere(name: str) -> None:
    path = "/organisations/create/"

    page = render_to_string(
        f"components/{name}.html", {"title": "T", "action": "Add", "href": path}
    )

    assert f'href="{path}"' in page
    assert "<button" not in page


def test_every_component_is_in_the_documentation() -> None:
    documented = (settings.ROOT / "docs/dev/components.md").read_text()

    missing = [path.stem for path in COMPONENTS if f"`{path.stem}" not in documented]

    assert set(missing) <= {
        "breadcrumb",
        "card",
        "fact_box",
        "messages",
        "table",
        "tabs",
    }


def test_site_css_imports_what_there_is_and_all_components() -> None:
    site = STATIC / "css/site.css"
    imported = {
        (site.parent / address).resolve()
        for address in re.findall(r'@import url\("([^"]+)"\)', site.read_text())
    }

    assert [path for path in imported if not path.is_file()] == []
    assert set((STATIC / "css/components").glob("*.css")) <= imported


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_are_named_in_the_tokens_alone(path: Path) -> None:
    if path.name in {"tokens.css", "print.css"}:
        return
    text = path.read_text()
    if path.name == "public.css":  # readers load one file, which names its own
        text = re.sub(r"^\s*--[a-z-]+:.*$", "", text, flags=re.MULTILINE)

    assert re.findall(LITERAL_COLOUR, text) == []


def test_every_icon_is_drawn() -> None:
    drawn = re.findall(r'<symbol id="([^"]+)"', (STATIC / "img/icons.svg").read_text())
    listed = (settings.PACKAGE / "templates/components/icon.html").read_text()

    assert sorted(styleguide_samples()["icons"]) == sorted(drawn)
    assert [name for name in drawn if name not in listed] == []


@pytest.mark.parametrize("level", [2, 3])
def test_card_heading_has_the_level_asked_for(level: int) -> None:
    source = '{% card "Title" "/there/" "accent" level=level %}text{% endcard %}'

    shown = Template(source).render(Context({"level": level}))

    assert f'<h{level} class="card__title"><a href="/there/">Title</a></h{level}>' in (
        shown
    )
    assert 'class="card card--accent card--link"' in shown
