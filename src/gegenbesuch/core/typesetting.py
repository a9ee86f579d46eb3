"""PDF files set by typst: tagged (PDF/UA-1), with our own fonts for all scripts."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import typst
from django.conf import settings

if TYPE_CHECKING:
    from datetime import datetime

TEMPLATES = settings.PACKAGE / "templates" / "documents"
FONTS = settings.PACKAGE / "fonts"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONTS],
    )


def set_pdf(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """
    Return a PDF with what `data` says.

    Args:
        template: A file in `templates/documents/`.
        at: The time that the file names as its date.
    """
    pdf: bytes = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
    return pdf
