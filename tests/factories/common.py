"""What the factories of all apps share."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import factory
from django.contrib.contenttypes.models import ContentType
from i18nfield.strings import LazyI18nString

if TYPE_CHECKING:
    from django.db.models import Model


PASSWORD = "correct-horse-battery"
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
SESSION_BEGINS = datetime(2019, 6, 18, 10, 0, tzinfo=TOKYO)
FAR_FUTURE = datetime(2199, 1, 1, tzinfo=UTC)


def i18n(de: str, en: str | None = None, ja: str | None = None) -> LazyI18nString:
    """Return a text in three languages; what is not given is like the German."""
    return LazyI18nString({"de": de, "en": en or de, "ja": ja or de})


def numbered(pattern: str) -> factory.Sequence:
    """Return a text in three languages with a number in it."""
    return factory.Sequence(lambda n: i18n(pattern % n))


def shown(record: Any) -> dict[str, str]:
    """Return what the form of a record sends along: the version it was shown."""
    return {"version": record.updated_at.isoformat()}


def on(target: Model) -> dict[str, Any]:
    """Return the two fields that hang a row on any other row."""
    return {
        "target_type": ContentType.objects.get_for_model(target),
        "target_id": target.pk,
    }
