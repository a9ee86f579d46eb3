"""
What a machine makes of a company's texts, if a translation service is set.

It is shown beside the original and marked as a machine's; without a service the
original is shown with its language. Imported by workers only.
"""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from django.conf import settings

from gegenbesuch.matchmaking.models import Profile

if TYPE_CHECKING:
    from typing import Any

SECONDS = 30
logger = logging.getLogger(__name__)


def translate_profile(profile: Profile) -> int:
    """
    Add a machine's translations to what is shown of a profile; returns how many.

    The service speaks the protocol of LibreTranslate. When it does not answer, the
    originals stay as they are.
    """
    if not settings.TRANSLATION_URL:
        return 0
    shown = profile.shown
    count = _translate_summary(shown)
    for said in shown.get("statements", []):
        machine: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            if language != said["language"]:
                text = _translated(said["text"], said["language"], language)
                if text:
                    machine[language] = text
        said["machine"] = machine
        count += len(machine)
    # What was published meanwhile is translated by its own task.
    Profile.objects.filter(pk=profile.pk, published_at=profile.published_at).update(
        shown=shown
    )
    return count


def _translate_summary(shown: dict[str, Any]) -> int:
    """Add who a company is in the languages in which it has not written it."""
    texts = {language: text for language, text in shown["summary"].items() if text}
    if not texts:
        return 0
    source = "en" if "en" in texts else next(iter(texts))
    machine = {
        language: text
        for language, _name in settings.LANGUAGES
        if language not in texts
        and (text := _translated(texts[source], source, language))
    }
    shown["summary_machine"] = {"source": source, "texts": machine}
    return len(machine)


def _translated(text: str, source: str, target: str) -> str:
    body: dict[str, Any] = {
        "q": text,
        "source": source,
        "target": target,
        "format": "text",
    }
    if settings.TRANSLATION_KEY:
        body["api_key"] = settings.TRANSLATION_KEY
    request = urllib.request.Request(  # noqa: S310 -- http or https, see settings
        f"{settings.TRANSLATION_URL}/translate",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return str(json.load(answer)["translatedText"]).strip()
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("No translation from %s to %s: %s", source, target, error)
        return ""
