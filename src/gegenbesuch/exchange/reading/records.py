"""JSON: our own export of a list, or any list of flat objects."""

from __future__ import annotations

import json
from typing import Any, Final

from gegenbesuch.exchange.reading.encodings import decode
from gegenbesuch.exchange.reading.tables import MOST_COLUMNS, Book, Row, Sheet

FORMAT: Final = "gegenbesuch-contacts"


def read_json(data: bytes) -> Book | None:
    """
    Read a list of objects; the keys are the header.

    Returns None when the text is no JSON, or holds no such list.
    """
    try:
        content = json.loads(decode(data)[0])
    except (json.JSONDecodeError, RecursionError):
        return None
    is_ours = isinstance(content, dict) and content.get("format") == FORMAT
    records = content.get("records") if isinstance(content, dict) else content
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        return None
    columns = _columns(records)[:MOST_COLUMNS]
    rows = [Row(1, [key for key, _n in columns])]
    rows += [
        Row(number, [_cell(record, key, n) for key, n in columns])
        for number, record in enumerate(records, 2)
    ]
    fields = [key for key, _n in columns] if is_ours else []
    return Book("json", [Sheet("", rows)], fields=fields)


def _columns(records: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Return a column per key, and one more for each further entry of a list."""
    most: dict[str, int] = {}
    for record in records:
        for key, value in record.items():
            size = len(value) if isinstance(value, list) else 1
            most[str(key)] = max(most.get(str(key), 1), min(size, 20))
    return [(key, n) for key, count in most.items() for n in range(count)]


def _cell(record: dict[str, Any], key: str, n: int) -> str:
    value = record.get(key)
    if isinstance(value, list):
        value = value[n] if n < len(value) else None
    elif n:
        value = None
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
