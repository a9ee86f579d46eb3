"""A mapping as a file says it: which column is what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange import fields, services
from gegenbesuch.exchange.recognition import Layout

if TYPE_CHECKING:
    from gegenbesuch.exchange.models import ImportRun
    from gegenbesuch.exchange.recognition import Column


_SEARCHED_ROWS: Final = 40
_PARTS: Final = ("sheet", "header_row", "columns")
_LETTERS: Final = 2
"""The longest name of a column that may be its letters."""


def apply(run: ImportRun, given: dict[str, Any], *, policy: str, tag: str) -> None:
    """
    Set sheet, heading row and columns of an import as a mapping says.

    Args:
        given: `sheet` (name, or number from 1), `header_row`, and `columns`: fields
            by heading or letter. Columns that are not named keep what was
            recognised; an empty field leaves a column out.

    Raises:
        ActionError: It names a part, sheet, column or field that is not there, or has
            not that form.
    """
    if unknown := sorted(set(given) - set(_PARTS)):
        raise ActionError(
            _("“%(part)s” is no part of a mapping; there are: %(names)s.")
            % {"part": unknown[0], "names": ", ".join(_PARTS)}
        )
    if not isinstance(given.get("columns") or {}, dict):
        raise ActionError(
            _("“columns” of a mapping must say for each column which field it is.")
        )
    if not isinstance(given.get("header_row") or 0, int):
        raise ActionError(_("“header_row” of a mapping must be a number."))
    sheet, header_row = given.get("sheet"), given.get("header_row")
    names = [str(name) for name in given.get("columns") or {}]
    if header_row is None and names:
        header_row = _row_with(run, _position(run, sheet), names)
    if sheet is not None or header_row is not None:
        position = _position(run, sheet)
        services.choose_sheet(run, sheet=position, header_row=header_row)
    layout = Layout.from_json(run.layout)
    columns = {column.index: column.field for column in layout.columns}
    for name, field in (given.get("columns") or {}).items():
        for column in _columns(layout, str(name)):
            columns[column.index] = str(field or "")
    services.choose_columns(run, columns=columns, policy=policy, tag=tag)


def _row_with(run: ImportRun, sheet: int, names: list[str]) -> int | None:
    """Return the number of the row that has these headings, if any of the first."""
    wanted = {fields.normal(name) for name in names if len(name) > _LETTERS}
    if not wanted:
        return None
    for row in services.book_of(run).sheets[sheet].rows[:_SEARCHED_ROWS]:
        if wanted <= {fields.normal(cell) for cell in row.cells}:
            return row.number
    return None


def _position(run: ImportRun, sheet: Any) -> int:
    if sheet is None:
        return int(run.layout["sheet"])
    names = [each.name for each in services.book_of(run).sheets]
    if str(sheet) in names:
        return names.index(str(sheet))
    if str(sheet).isdecimal() and 1 <= int(sheet) <= len(names):
        return int(sheet) - 1
    raise ActionError(
        _("There is no sheet “%(sheet)s”; there are: %(names)s.")
        % {"sheet": sheet, "names": ", ".join(names)}
    )


def _columns(layout: Layout, name: str) -> list[Column]:
    """Return the columns with this heading, or the one with this letter."""
    wanted = fields.normal(name)
    found = [c for c in layout.columns if wanted and fields.normal(c.heading) == wanted]
    found = found or [c for c in layout.columns if c.letter == name.upper()]
    if not found:
        raise ActionError(
            _("There is no column “%(column)s”; there are: %(names)s.")
            % {
                "column": name,
                "names": ", ".join(column.label for column in layout.columns),
            }
        )
    return found
