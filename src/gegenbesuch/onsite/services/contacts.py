"""The exchange of contacts after a meeting: only while both sides agree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.onsite.models import ContactOffer
from gegenbesuch.onsite.services.courses import beat_for

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Meeting

WORDING = "2026-11"
"""The version of what is agreed to, as `templates/onsite/_talk_forms.html` has it."""
PURPOSE = "contact exchange between the two sides of a meeting"


@transaction.atomic
def offer_contact(  # noqa: PLR0913 -- an offer has these parts
    meeting: Meeting,
    profile: Profile,
    *,
    key: UUID,
    name: str,
    email: str,
    phone: str,
    at: datetime,
) -> ContactOffer:
    """
    Agree that the other side gets this address, once it agrees as well.

    The same offer again changes nothing.

    Raises:
        ActionError: Name or address is missing, or it is offered already.
    """
    if not name or not email:
        raise ActionError(_("Please give your name and your e-mail address."))
    known = ContactOffer.objects.filter(key=key).first()
    if known:
        return known
    try:
        with transaction.atomic():
            offer = ContactOffer.objects.create(
                key=key,
                meeting=meeting,
                profile=profile,
                name=name,
                email=email,
                phone=phone,
                wording=WORDING,
                language=(translation.get_language() or "en")[:2],
                agreed_at=at,
            )
    except IntegrityError as error:
        raise ActionError(_("You have agreed to this already.")) from error
    audit.record(
        "onsite.contact.offered",
        meeting,
        actor=None,
        actor_label=name,
        on_behalf_of=str(profile),
        purpose=PURPOSE,
        wording=WORDING,
        offer=offer.pk,
    )
    beat_for(meeting)
    return offer


@transaction.atomic
def withdraw_contact(
    meeting: Meeting, profile: Profile, *, by: str, at: datetime
) -> int:
    """
    Take back that the other side may see the addresses of this one; returns how many.

    From then on neither side sees the other's.
    """
    offers = ContactOffer.objects.filter(
        meeting=meeting, profile=profile, withdrawn_at=None
    )
    count = offers.update(withdrawn_at=at)
    if count:
        audit.record(
            "onsite.contact.withdrawn",
            meeting,
            actor=None,
            actor_label=by,
            on_behalf_of=str(profile),
            purpose=PURPOSE,
            offers=count,
        )
        beat_for(meeting)
    return count
