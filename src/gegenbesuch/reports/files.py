"""A Bilanz as a file, from the same data that the page shows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.core.spreadsheet_cells import harmless
from gegenbesuch.documents.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Picture,
    Points,
    Table,
)
from gegenbesuch.documents.content.words import listed
from gegenbesuch.documents.rendering import to_docx, to_pdf
from gegenbesuch.reports.numbers import Level

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.reports.paper import Paper

MEDIA_TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}


def file_of(paper: Paper, ending: str, *, author: str, at: datetime) -> bytes:
    """
    Return the file; all its words are in the paper or in the active language.

    Args:
        ending: One of `MEDIA_TYPES`.
        author: Who answers for it, as the file names it.
        at: The time that the file names as its date.
    """
    if ending == "json":
        # Data for other programs; what the pictures show is in it as numbers.
        paper = {name: part for name, part in paper.items() if name != "pictures"}
        return (json.dumps(paper, ensure_ascii=False, indent=1) + "\n").encode()
    if ending == "csv":
        return to_csv(paper)
    document = document_of(paper, author=author)
    return to_docx(document) if ending == "docx" else to_pdf(document, at=at)


def to_csv(paper: Paper) -> bytes:
    """Return one row for each number, with its evidence."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        [
            *("key", "label", "level", "value", "low", "high", "qualifier", "is_rough"),
            *("unit", "as_of", "text", "planned", "evidence_state", "records"),
            *("sources", "note"),
        ]
    )
    for number in paper["numbers"]:
        planned = number["planned"]
        row = [
            *(number[key] for key in ("key", "label", "level", "value", "low", "high")),
            *(
                number[key]
                for key in ("qualifier", "is_rough", "unit", "as_of", "text")
            ),
            planned["text"] if planned else "",
            number["evidence_state"],
            " ".join(number["record_codes"]),
            " ".join(number["sources"]),
            number["note"],
        ]
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in row])
    return ("\ufeff" + text.getvalue()).encode()


# --- To read and to edit -----------------------------------------------------


def document_of(paper: Paper, *, author: str) -> Document:
    """Return the paper as a document; each number names its records and sources."""
    blocks: list[Block] = [
        Paragraph(
            _(
                "What was aimed at and what came of it. Behind every number stand the "
                "records it was counted from; levels are never added up."
            ),
            is_small=True,
        )
    ]
    if paper.get("frozen"):
        blocks.append(Paragraph(paper["frozen"], is_small=True))
    blocks += _goals(paper)
    blocks += _quotes(paper)
    blocks += _numbers(paper)
    blocks += _questions(paper)
    blocks += _sentences(paper)
    blocks += _not_counted(paper)
    blocks += _pictures(paper)
    blocks += _interests(paper)
    blocks += _conflicts(paper)
    blocks += _unknown(paper)
    blocks += _sources(paper)
    return Document(
        key="bilanz",
        title=_("Bilanz: %(title)s") % {"title": paper["scope"]["title"]},
        subtitle=listed([author, paper["scope"]["kind_label"]]),
        blocks=blocks,
        author=author,
        note=paper["scope"]["title"],
    )


def _goals(paper: Paper) -> list[Block]:
    goals = paper["goals"]
    if not goals:
        nothing = _("No goals are on record for this mission.")
        is_mission = paper["scope"]["kind"] == "mission"
        return [Heading(_("Goals")), Paragraph(nothing)] if is_mission else []
    rows = [
        [
            Cell(goal["text"], (marks(goal["sources"]),)),
            Cell(goal["target"]["text"] if goal["target"] else "–"),
            Cell(goal["reached"]["text"] if goal["reached"] else "–"),
        ]
        for goal in goals
    ]
    head = [_("Goal"), _("Target"), _("Reached")]
    return [Heading(_("Goals")), Table(head, rows, [5, 2, 2])]


def _sentences(paper: Paper) -> list[Block]:
    if not paper["sentences"]:
        return []
    points = [
        f"{each['text']} {in_brackets(each['records'])}" for each in paper["sentences"]
    ]
    return [Heading(_("What the records say")), Points(points)]


def _quotes(paper: Paper) -> list[Block]:
    if not paper["quotes"]:
        return []
    points = [
        f"{each['text']} {in_brackets(each['records'])}" for each in paper["quotes"]
    ]
    return [Heading(_("Quotes")), Points(points)]


def _numbers(paper: Paper) -> list[Block]:
    blocks: list[Block] = []
    for level in Level:
        numbers = [n for n in paper["numbers"] if n["level"] == level.value]
        if numbers:
            title = _("About the hosts") if level is Level.CONTEXT else str(level.label)
            blocks.append(Heading(title))
            if level is Level.CONTEXT:
                blocks.append(Paragraph(_context(), is_small=True))
            head = [_("What"), _("Planned"), _("Result"), _("Records and sources")]
            rows = [_row(number) for number in numbers]
            blocks.append(Table(head, rows, [4, 2, 3, 6]))
    return blocks


def _context() -> str:
    return _("Context, not results: these numbers describe the organisations visited.")


def _row(number: Paper) -> list[Cell]:
    label = number["label"]
    if number["part_of"]:
        label = _("of which: %(what)s") % {"what": label}
    noted = "".join(f" ({n})" for n in number["footnotes"])
    planned = number["planned"]
    return [
        Cell(label, (number["note"],)),
        Cell(planned["text"] if planned else "–"),
        Cell(number["text"] + noted, (evidence_of(number),), is_strong=True),
        Cell(*_records(number)),
    ]


def evidence_of(number: Paper) -> str:
    """Say how a number is attested; empty where nothing is claimed."""
    if number["evidence_state"] == "self_reported":
        return _("self-reported")
    return str(number["evidence"])


def _records(number: Paper) -> tuple[str, tuple[str, ...]]:
    lines = tuple(line_of(record) for record in number["records"])
    if not lines:
        return _("No record says so."), ()
    return lines[0], lines[1:]


def line_of(record: Paper) -> str:
    """Write a record in a line: name, number, sources, code."""
    quantity = record["quantity"]
    parts = [
        record["label"],
        f"({quantity['text']})" if quantity else "",
        marks(record["sources"]),
        f"[{record['code']}]",
        record["note"],
    ]
    return " ".join(filter(None, parts))


def marks(sources: list[str]) -> str:
    """Write the numbers of sources as they stand in the list of sources."""
    if not sources:
        return ""
    return _("Source %(numbers)s") % {"numbers": ", ".join(sources)}


def in_brackets(codes: list[str]) -> str:
    """Write the codes of records behind a sentence."""
    return f"[{', '.join(codes)}]"


def _questions(paper: Paper) -> list[Block]:
    blocks: list[Block] = []
    for n, each in enumerate(paper["questions"], 1):
        blocks.append(Heading(f"{n}. {each['question']}", 3))
        answers = [
            f"{said['text']} {in_brackets(said['records'])}" for said in each["answers"]
        ]
        nothing = _("Nothing is on record about this.")
        blocks.append(Points(answers) if answers else Paragraph(nothing))
    return [Heading(_("Questions of the council")), *blocks] if blocks else []


def _not_counted(paper: Paper) -> list[Block]:
    rows = [
        [
            Cell(row["text"], (marks(row["sources"]), f"[{row['code']}]")),
            Cell(row["kind"]),
            Cell(listed([row["status"], row["when"]])),
            Cell(row["evidence"]),
        ]
        for row in paper["not_counted"]
    ]
    if not rows:
        return []
    head = [_("What"), _("Kind"), _("Status"), _("Evidence")]
    title = _("Stated or announced, but not counted as an agreement")
    return [Heading(title), Table(head, rows, [6, 3, 3, 3])]


def _pictures(paper: Paper) -> list[Block]:
    """Show the pictures; a version that was frozen before there were any has none."""
    blocks: list[Block] = []
    for each in paper.get("pictures", ()):
        picture = Picture(each["svg"], each["alt"], each["note"])
        if not picture.is_longer_than_a_page:
            blocks += [Heading(each["title"]), picture]
    return blocks


def _interests(paper: Paper) -> list[Block]:
    rows = [
        [
            Cell(listed([row["sector"], row["topic"]]), (marks(row["sources"]),)),
            Cell(row["relation_label"]),
            Cell(row["side_label"], (row["who"],)),
            Cell(row["strength_label"]),
        ]
        for row in paper["interests"]
    ]
    if not rows:
        return []
    head = [_("Sector or topic"), _("What was seen"), _("Whose"), _("Strength")]
    return [Heading(_("Interest by sector")), Table(head, rows, [5, 3, 4, 2])]


def _conflicts(paper: Paper) -> list[Block]:
    blocks: list[Block] = []
    for n, each in enumerate(paper["conflicts"], 1):
        blocks.append(Heading(f"({n}) {each['question']}", 3))
        blocks.append(Points([_claim(claim) for claim in each["claims"]]))
    return [Heading(_("Where sources disagree")), *blocks] if blocks else []


def _claim(claim: Any) -> str:
    preferred = _("the office goes by this") if claim["is_preferred"] else ""
    parts = [claim["note"].rstrip(".。"), preferred, marks(claim["sources"])]
    more = listed(parts)
    return f"{claim['statement']} ({more})" if more else str(claim["statement"])


def _unknown(paper: Paper) -> list[Block]:
    if not paper["open_questions"]:
        return []
    return [Heading(_("What nobody knows yet")), Points(paper["open_questions"])]


def _sources(paper: Paper) -> list[Block]:
    if not paper["sources"]:
        return []
    rows = [[Cell(row["number"]), Cell(row["title"])] for row in paper["sources"]]
    return [
        Heading(_("Sources")),
        Table([_("Number"), _("Title")], rows, [1, 9]),
    ]
