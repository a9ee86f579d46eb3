"""The sectors that every installation starts with, and keeps up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.apps import apps
from i18nfield.strings import LazyI18nString

if TYPE_CHECKING:
    from django.apps.registry import Apps

FILE = Path(__file__).with_name("sectors.yaml")


def load_sectors(*, using: str, apps: Apps = apps, **_signal: Any) -> None:
    """
    Write the sectors of `sectors.yaml` after each migration, as they stand there.

    Records hang on the codes of sectors, so none is ever taken away.
    """
    try:
        sector = apps.get_model("directory", "Sector")
    except LookupError:  # the tables were just taken away
        return
    sector._default_manager.using(using).bulk_create(
        (
            sector(
                code=code,
                name=LazyI18nString(facts["name"]),
                synonyms=facts.get("synonyms", []),
                codes=facts["codes"],
                position=position,
            )
            for position, (code, facts) in enumerate(
                yaml.safe_load(FILE.read_text(encoding="utf-8")).items()
            )
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "synonyms", "codes", "position"],
    )
