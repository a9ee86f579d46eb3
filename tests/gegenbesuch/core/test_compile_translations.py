"""A process that compiles translations reads them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext

from gegenbesuch.core.management.commands.compile_translations import (
    compile_translations,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_compiled_words_are_known_at_once(
    tmp_path: Path, settings: SettingsWrapper
) -> None:
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    source = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(f'{HEAD}msgid "probe of words"\nmsgstr "Wortprobe"\n')
    with translation.override("de"):
        before = gettext("probe of words")

    compile_translations()

    with translation.override("de"):
        assert (before, gettext("probe of words")) == ("probe of words", "Wortprobe")
