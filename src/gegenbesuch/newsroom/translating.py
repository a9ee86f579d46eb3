"""How far an article is in each language, and what its source says now."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from i18nfield.strings import LazyI18nString

from gegenbesuch.newsroom.models import TEXTS, Article, Translation

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal["source", "missing", "in_work", "ready", "outdated"]
Change = tuple[Literal["same", "gone", "new"], str]


@dataclass(frozen=True)
class Rendering:
    """An article in one language: how far it is, and the translation if there is one."""

    language: str
    state: State
    translation: Translation | None = None

    @property
    def is_shown(self) -> bool:
        """Whether readers have a text in this language."""
        return self.state != "missing"


def by_language(text: object) -> dict[str, str]:
    """Return what a translated text says, by language."""
    data = text.data if isinstance(text, LazyI18nString) else text
    if isinstance(data, dict):
        return {str(language): str(words or "") for language, words in data.items()}
    return {settings.LANGUAGE_CODE: str(data)} if data else {}


def words_in(text: object, language: str) -> str:
    """Return what a translated text says in this language, and in no other."""
    return by_language(text).get(language, "")


def texts_in(article: Article, language: str) -> dict[str, str]:
    """Return the texts that readers of this language get, by `TEXTS`."""
    return {name: words_in(getattr(article, name), language) for name in TEXTS}


def languages_of(article: Article) -> list[str]:
    """Return the languages in which readers find title and text."""
    return [
        language
        for language, _name in settings.LANGUAGES
        if words_in(article.title, language)
    ]


def renderings(
    article: Article, translations: Iterable[Translation]
) -> list[Rendering]:
    """Return how far an article is in each language of the site, its own first."""
    found = {row.language: row for row in translations}
    source = texts_in(article, article.source_language)
    rows = [Rendering(article.source_language, "source")]
    for language, _name in settings.LANGUAGES:
        if language == article.source_language:
            continue
        row = found.get(language)
        is_shown = bool(words_in(article.title, language))
        state: State
        if row is None:
            state = "ready" if is_shown else "missing"
        elif row.basis != source:
            state = "outdated"
        else:
            state = "ready" if row.is_ready else "in_work"
        rows.append(Rendering(language, state, row))
    return rows


def changes_between(old: str, new: str) -> list[Change]:
    """Return the paragraphs of both texts in order: the same, gone, or new."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Change] = []
    for tag, i, j, k, m in SequenceMatcher(a=before, b=after).get_opcodes():
        if tag == "equal":
            found += [("same", each) for each in before[i:j]]
        else:
            found += [("gone", each) for each in before[i:j]]
            found += [("new", each) for each in after[k:m]]
    return found


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
