"""Drafts for the press: sentences of the records, and whether they still hold."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from gegenbesuch.documents.blocks import Block, Document, Paragraph
from gegenbesuch.documents.content.words import words
from gegenbesuch.documents.rendering import to_docx
from gegenbesuch.reports.gathering import FOR_THE_PRESS, gather
from gegenbesuch.reports.telling import press_after, press_before

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.reports.models import PressDraft
    from gegenbesuch.reports.sentences import Sentence

#: Characters of a sentence.
LONGEST = 2000
Paragraphs = list[list[dict[str, Any]]]


def draft_of(mission: Mission, moment: str, language: str) -> Paragraphs:
    """
    Return the paragraphs of a release in a language, made of the records now.

    Each sentence has `key`, `said` (what the records say), `text` (what stands in the
    release; the same until somebody edits it) and `records`.
    """
    with translation.override(language):
        gathered = gather([mission], with_internal=False, extent=FOR_THE_PRESS)
        rows = gathered.by_mission[0]
        paragraphs = (
            press_before(rows) if moment == "before" else press_after(rows, gathered)
        )
        return [[_stored(each) for each in those] for those in paragraphs]


def _stored(sentence: Sentence) -> dict[str, Any]:
    return {
        "key": sentence.key,
        "said": sentence.text,
        "text": sentence.text,
        "records": [
            {"code": origin.code, "label": origin.label, "url": origin.url}
            for origin in sentence.records
        ],
    }


def words_in(text: Any, language: str) -> str:
    """Return what a text of the records says in a language."""
    with translation.override(language):
        return words(text)


def headline_of(mission: Mission, moment: str, language: str) -> str:
    """Return what stands above a release."""
    with translation.override(language):
        text = (
            _("Before the mission: %(title)s")
            if moment == "before"
            else _("After the mission: %(title)s")
        )
        return text % {"title": words(mission.title)}


# --- Comparing with the records ----------------------------------------------


@dataclass(frozen=True)
class Compared:
    """
    A sentence of a draft beside what the records say now.

    Attributes:
        state: `same`; `changed` if the records say something else now; `gone` if they
            say nothing of it any more; `unattested` if somebody wrote a number into it
            that the records do not have; `own` for any other edited sentence.
        now: What the records say now.
    """

    sentence: dict[str, Any]
    state: str
    now: str = ""

    @property
    def is_flagged(self) -> bool:
        """Whether it may not be released as it stands."""
        return self.state in {"changed", "gone", "unattested"}


def compare(draft: PressDraft) -> tuple[list[list[Compared]], list[dict[str, Any]]]:
    """
    Compare a draft with the records as they are now.

    Returns:
        Its paragraphs, and the sentences that the records would add.
    """
    now = {
        each["key"]: each
        for paragraph in draft_of(draft.mission, draft.moment, draft.language)
        for each in paragraph
    }
    paragraphs = [
        [_compared(each, now.get(each["key"])) for each in paragraph]
        for paragraph in draft.paragraphs
    ]
    known = {each["key"] for paragraph in draft.paragraphs for each in paragraph}
    known |= set(draft.left_out)
    return paragraphs, [each for key, each in now.items() if key not in known]


def _compared(sentence: dict[str, Any], now: dict[str, Any] | None) -> Compared:
    if now is None:
        return Compared(sentence, "gone")
    is_same = sentence["said"] == now["said"] and _codes(sentence) == _codes(now)
    if not is_same:
        return Compared(sentence, "changed", now["said"])
    if sentence["text"] == sentence["said"]:
        return Compared(sentence, "same", now["said"])
    numbers = _NUMBER.findall(unicodedata.normalize("NFKC", sentence["text"]))
    known = _NUMBER.findall(unicodedata.normalize("NFKC", sentence["said"]))
    state = "own" if set(numbers) <= set(known) else "unattested"
    return Compared(sentence, state, now["said"])


#: A run of digits with what groups them in any of the languages.
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


def _codes(sentence: dict[str, Any]) -> set[str]:
    return {record["code"] for record in sentence["records"]}


# --- In one piece ------------------------------------------------------------


def joined(paragraph: list[dict[str, Any]], language: str) -> str:
    """Return the sentences of a paragraph as they follow each other in a language."""
    between = "" if language == "ja" else " "
    return between.join(each["text"] for each in paragraph)


def texts_for_article(draft: PressDraft) -> dict[str, str]:
    """Return title, lead and body of an article; the body is Markdown."""
    lead, *others = (joined(each, draft.language) for each in draft.paragraphs)
    return {
        "title": words_in(draft.mission.title, draft.language),
        "lead": lead,
        "body": "\n\n".join(_as_markdown(each) for each in others or [lead]),
    }


def _as_markdown(text: str) -> str:
    """Return a text whose signs mean nothing but themselves."""
    return _AT_THE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))


#: What means something anywhere, and what does at the beginning of a paragraph.
_SIGNS = re.compile(r"[\\`*_\[\]<>]")
_AT_THE_START = re.compile(r"^(\d*)([-+#.)=~|])")


# --- As a file ---------------------------------------------------------------

MEDIA_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file_of(
    mission: Mission, paragraphs: Paragraphs, moment: str, language: str, ending: str
) -> bytes:
    """Return a release as a file: data, a text to edit, or, by default, plain text."""
    headline = headline_of(mission, moment, language)
    if ending == "json":
        data = _to_json(mission, paragraphs, moment, language) | {"headline": headline}
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    if ending == "docx":
        author = words(mission.office.name)
        blocks: list[Block] = [
            Paragraph(joined(paragraph, language)) for paragraph in paragraphs
        ]
        return to_docx(Document("press_draft", headline, blocks, author))
    return f"{headline}\n\n{_text_of(paragraphs)}".encode()


def _to_json(
    mission: Mission, paragraphs: Paragraphs, moment: str, language: str
) -> dict[str, Any]:
    return {
        "format": "gegenbesuch-press-draft",
        "version": 1,
        "mission": mission.code,
        "moment": moment,
        "language": language,
        "sentences": [
            {
                "key": each["key"],
                "text": each["text"],
                "paragraph": n,
                "records": [record["code"] for record in each["records"]],
            }
            for n, paragraph in enumerate(paragraphs, 1)
            for each in paragraph
        ],
    }


def _text_of(paragraphs: Paragraphs) -> str:
    """Return plain text; behind each sentence stand the codes of its records."""
    lines = []
    for paragraph in paragraphs:
        for each in paragraph:
            codes = ", ".join(record["code"] for record in each["records"])
            lines.append(f"{each['text']} [{codes}]")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
