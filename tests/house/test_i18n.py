"""Every text can be translated, is translated, and reaches the page translated."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from functools import _lru_cache_wrapper
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import polib
import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.urls import reverse
from django.utils.translation import trans_real

from gegenbesuch.core.management.commands import update_translations
from gegenbesuch.directory.models import Sector
from tests.house.access import Row, rows
from tests.house.repository import PACKAGE, short, template_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from tests.house.access import World

MESSAGES = update_translations.collect(PACKAGE)
LETTER = re.compile(r"[^\W\d_]")
POSITIONAL = re.compile(r"(?<!%)%(?!\(\w+\)|%| )[-+#0-9.]*[a-zA-Z]")
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description"}
#: Blocks that fill an attribute instead of being read.
ATTRIBUTE_BLOCKS = {"variant"}
#: Names that are the same in every language.
NAMES = {"Gegenbesuch", "Atom", "NACE", "PDF"}
#: Shows the names of components and invented data.
SHOWCASE = "core/styleguide.html"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
PAGES = [row for row in rows() if row.get and row.name != "core:styleguide"]


# --- The catalogues ----------------------------------------------------------


@pytest.mark.parametrize("language", update_translations.translated_languages())
def test_every_text_is_translated(language: str) -> None:
    path = update_translations.catalogue_path(language)

    assert update_translations.problems_of(path, MESSAGES) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_our_collection_finds_what_gettext_finds(tmp_path: Path) -> None:
    copy = tmp_path / "gegenbesuch"
    left_out = shutil.ignore_patterns("locale", "static", "fonts", "migrations", "*.mo")
    shutil.copytree(PACKAGE, copy, ignore=left_out)
    (copy / "locale").mkdir()

    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--locale", "de"),
            *("--no-location", "--extension", "html,txt,py", "--verbosity", "0"),
        ],
        cwd=copy,
        check=True,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": ""},
    )

    theirs = polib.pofile(str(copy / "locale/de/LC_MESSAGES/django.po"))
    assert {m.key for m in MESSAGES} == {(e.msgctxt, e.msgid) for e in theirs}


def test_no_text_has_positional_placeholders() -> None:
    texts = [t for m in MESSAGES for t in (m.singular, m.plural)]

    assert [t for t in texts if POSITIONAL.search(t) or "{}" in t] == []


# --- The templates -----------------------------------------------------------


def _blocks(path: Path) -> list[str]:
    tokens = Lexer(path.read_text(encoding="utf-8")).tokenize()
    return [t.contents for t in tokens if t.token_type is TokenType.BLOCK]


def test_every_translated_block_is_trimmed() -> None:
    untrimmed = [
        f"{short(path)}: {block}"
        for path in template_files()
        for block in _blocks(path)
        if block.split()[0] in {"blocktranslate", "blocktrans"}
        and "trimmed" not in block.split()
    ]

    assert untrimmed == []


def _literal_text(source: str) -> str:
    """Return the template without tags, variables and what is translated."""
    kept = []
    inside = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK:
            if word in {"blocktranslate", "blocktrans", "comment"}:
                inside = f"end{word}"
            elif word == "block" and token.contents.split()[1] in ATTRIBUTE_BLOCKS:
                inside = "endblock"
            elif word == inside:
                inside = ""
            kept.append(" ")
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
    return "".join(kept)


class _Reader(HTMLParser):
    """Collect what a reader sees or hears, unless it is marked as not to translate."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.stack: list[tuple[str, bool]] = []

    def _is_exempt(self) -> bool:
        return any(exempt for _tag, exempt in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        exempt = (
            given.get("translate") == "no"
            or ("lang" in given and tag != "html")
            or tag in {"script", "style", "svg", "code"}
        )
        if not exempt and not self._is_exempt():
            self.found += [v for k, v in attrs if k in SPOKEN and v]
        if tag not in VOID:
            self.stack.append((tag, exempt))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        while any(open_tag == tag for open_tag, _exempt in self.stack):
            if self.stack.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_exempt():
            self.found.append(data.strip())


def _read(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def test_no_template_holds_untranslated_text() -> None:
    found = []
    for path in template_files():
        if path.match(SHOWCASE):
            continue
        text = _literal_text(path.read_text(encoding="utf-8"))
        spoken = _read(text) if path.suffix == ".html" else [text]
        found += [
            f"{short(path)}: {t}"
            for t in spoken
            if LETTER.search(t) and t.strip(" ·–|()") not in NAMES
        ]

    assert found == []


# --- The pages, in a language in which every text is bracketed ----------------


class _Bracketed(trans_real.DjangoTranslation):
    """English with ‹ › around everything that was translated."""

    def gettext(self, message: str) -> str:
        return f"‹{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}›"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put brackets around every English text, also around those kept at hand."""
    _forget_texts()
    monkeypatch.setitem(trans_real._translations, "en", _Bracketed("en"))
    yield
    _forget_texts()


def _forget_texts() -> None:
    """Clear what keeps texts: all that tags keep, and what is kept by language."""
    for name, module in [*sys.modules.items()]:
        if not name.startswith("gegenbesuch."):
            continue
        for kept in [*vars(module).values()]:
            if not isinstance(kept, _lru_cache_wrapper):
                continue
            named = " ".join(inspect.signature(kept).parameters)
            if ".templatetags." in name or "language" in named:
                kept.cache_clear()


def _outside_brackets(text: str) -> str:
    depth = 0
    kept = []
    for sign in text:
        depth += sign == "‹"
        if not depth:
            kept.append(sign)
        depth -= sign == "›"
    return "".join(kept).strip()


KNOWN = {m.singular for m in MESSAGES} | {m.plural for m in MESSAGES if m.plural}


@pytest.mark.parametrize("row", PAGES, ids=str)
@pytest.mark.usefixtures("bracketed")
def test_page_shows_every_text_translated(
    row: Row, world: World, clients: dict[str, Client]
) -> None:
    assert row.get
    who = next((m for m in reversed(row.get) if row.get[m] == 200), None)
    address = reverse(row.name, args=row.args(world)) + row.query
    client = clients[who or "coordinator"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)

    if not response["Content-Type"].startswith("text/html") or not response.content:
        return
    html = response.content.decode()
    texts = _read(html)
    assert "‹" in html
    stored = {sector.name.data["en"] for sector in Sector.objects.all()}
    left = [t for t in texts if t not in stored and _outside_brackets(t) in KNOWN]
    assert left == []
