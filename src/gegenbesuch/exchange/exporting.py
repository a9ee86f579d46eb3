"""Taking a list out: one verb, noted with purpose and recipient."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.exchange import contacts_out, tables, vcard_text
from gegenbesuch.exchange.fields import FIELDS
from gegenbesuch.exchange.models import ExportEntry
from gegenbesuch.exchange.reading.records import FORMAT

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.exchange.contacts_out import Contact

VERSION: Final = 1
TYPES: Final = {
    **tables.TYPES,
    "vcard3": "text/vcard; charset=utf-8",
    "vcard4": "text/vcard; charset=utf-8",
    "json": "application/json",
}
ENDINGS: Final = {"vcard3": "vcf", "vcard4": "vcf"}


@transaction.atomic
def export_list(  # noqa: PLR0913 -- an export has these parts
    office: Office,
    *,
    what: str,
    contacts: list[Contact],
    file_format: str,
    purpose: str,
    recipient: str,
    query: str,
    actor: User,
) -> bytes:
    """
    Return contacts as a file, and note who took them out, for what and for whom.

    Args:
        what: `people` or `organisations`.
        file_format: A key of `TYPES`.
    """
    entry = ExportEntry.objects.create(
        office=office,
        actor=actor,
        actor_label=str(actor)[:200],
        what=what,
        query=query[:1000],
        file_format=file_format,
        record_count=len(contacts),
        purpose=purpose,
        recipient=recipient,
    )
    audit.record(
        "exchange.list.exported",
        entry,
        actor=actor,
        what=what,
        records=len(contacts),
        purpose=purpose,
        recipient=recipient,
    )
    return written(contacts, file_format)


def written(contacts: list[Contact], file_format: str) -> bytes:
    """Return contacts as the content of a file."""
    if file_format in tables.TYPES:
        return tables.table_bytes(table_of(contacts), file_format)
    if file_format == "json":
        return _json(contacts)
    version = "4.0" if file_format == "vcard4" else "3.0"
    return vcard_text.vcards(contacts, version).encode("utf-8", "replace")


def table_of(contacts: list[Contact]) -> list[list[str]]:
    """Return contacts as a table whose headings an import recognises."""
    columns = contacts_out.columns_of(contacts, FIELDS)
    rows = [[_heading(field) for field in columns]]
    for contact in contacts:
        taken: dict[str, int] = {}
        row = []
        for field in columns:
            values, n = contact.get(field, []), taken.get(field, 0)
            row.append(values[n] if n < len(values) else "")
            taken[field] = n + 1
        rows.append(row)
    return rows


def _heading(field: str) -> str:
    base, _hash, number = field.partition("#")
    label = str(FIELDS[base].label) if base in FIELDS else base
    return f"{label} {number}" if number else label


def _json(contacts: list[Contact]) -> bytes:
    records: list[dict[str, Any]] = [
        {field: values if len(values) > 1 else values[0] for field, values in c.items()}
        for c in contacts
    ]
    content = {"format": FORMAT, "version": VERSION, "records": records}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
