"""Verbs on rank and gifts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.spreadsheet_cells import harmless
from gegenbesuch.guests.models import Gift, GiftLimit, Guest

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from gegenbesuch.accounts.models import Office, User


#: What a decision about a gift rests on.
WEIGHED = frozenset({"what", "value", "currency", "direction"})


# --- Rank --------------------------------------------------------------------


@transaction.atomic
def set_rank(guest: Guest, *, actor: User | None, **values: Any) -> Guest:
    """
    Say what a guest is, since when, and where they are placed by hand.

    Whoever comes along stands on the same side as the guest.

    Raises:
        ActionError: A place by hand has no note that says why.
    """
    place, note = values.get("rank_place"), values.get("rank_note", "")
    if place is not None and not str(note).strip():
        raise ActionError(_("Please note why this place was chosen by hand."))
    changes = audit.changed(guest, values)
    for field, value in values.items():
        setattr(guest, field, value)
    guest.save(update_fields=[*values, "updated_at"])
    Guest.objects.filter(companion_of=guest).update(
        is_foreign=guest.is_foreign, is_host=guest.is_host
    )
    audit.record("guests.rank.set", guest, actor=actor, changes=changes)
    return guest


# --- Gifts -------------------------------------------------------------------


@transaction.atomic
def record_gift(office: Office, *, actor: User | None, **values: Any) -> Gift:
    """Enter a gift; from the limit of the office on it waits for approval."""
    gift = Gift(office=office, **values)
    gift.status = _first_status(gift)
    gift.save()
    audit.record("guests.gift.recorded", gift, actor=actor, status=gift.status)
    return gift


@transaction.atomic
def update_gift(gift: Gift, *, actor: User | None, **values: Any) -> Gift:
    """
    Correct a gift.

    A decision was about this gift at this value: if either changes, it is taken anew.
    """
    changes = audit.changed(gift, values)
    for field, value in values.items():
        setattr(gift, field, value)
    fields = {*values, "updated_at"}
    if WEIGHED & changes.keys():
        gift.status, gift.decided_by, gift.decided_at = _first_status(gift), None, None
        gift.note = ""
        fields |= {"status", "decided_by", "decided_at", "note"}
    gift.save(update_fields=fields)
    audit.record("guests.gift.updated", gift, actor=actor, changes=changes)
    return gift


def _first_status(gift: Gift) -> Gift.Status:
    """Return whether a gift needs a decision."""
    limit = GiftLimit.objects.filter(office=gift.office).first()
    is_small = (
        limit is not None
        and gift.currency == limit.currency
        and gift.value < limit.amount
    )
    return Gift.Status.NOTED if is_small else Gift.Status.WAITING


@transaction.atomic
def decide_gift(
    gift: Gift, *, status: str, actor: User, at: datetime, note: str = ""
) -> Gift:
    """
    Approve or refuse a gift.

    Raises:
        ActionError: It does not wait for a decision, or a refusal has no reason.
    """
    if status == Gift.Status.REFUSED and not note.strip():
        raise ActionError(_("Please give the reason."))
    decided = Gift.objects.filter(pk=gift.pk, status=Gift.Status.WAITING).update(
        status=status, decided_by=actor, decided_at=at, note=note
    )
    if not decided:
        raise ActionError(_("Somebody else has decided this meanwhile."))
    gift.refresh_from_db()
    audit.record("guests.gift.decided", gift, actor=actor, status=status)
    return gift


@transaction.atomic
def set_gift_limit(
    office: Office, *, amount: Decimal, currency: str, actor: User | None
) -> GiftLimit:
    """Say from which value on gifts need approval."""
    limit, _created = GiftLimit.objects.update_or_create(
        office=office, defaults={"amount": amount, "currency": currency}
    )
    audit.record("guests.limit.set", office, actor=actor, amount=str(amount))
    return limit


@transaction.atomic
def export_gifts(office: Office, *, actor: User | None) -> bytes:
    """Return the register of an office as an XLSX file; the export is logged."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    rows = Gift.objects.filter(office=office).order_by("-on", "-pk")
    book = Workbook()
    sheet = book.active
    heads = (
        *(_("When"), _("Given or received"), _("What"), _("Value"), _("Currency")),
        *(_("From or to whom"), _("Of us"), _("Status"), _("Decision"), _("Reason")),
    )
    sheet.append(heads)
    for gift in rows.select_related("decided_by"):
        sheet.append(
            [
                gift.on,
                gift.get_direction_display(),
                harmless(gift.what),
                gift.value,
                gift.currency,
                harmless(gift.party),
                harmless(gift.ours),
                gift.get_status_display(),
                str(gift.decided_by or ""),
                harmless(gift.note),
            ]
        )
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    audit.record("guests.gifts.exported", office, actor=actor, rows=len(rows))
    return file.getvalue()
