"""PDF files and pictures set by typst, with our own fonts for all scripts."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError

if TYPE_CHECKING:
    from datetime import datetime

TEMPLATES = settings.PACKAGE / "templates" / "documents"
FONTS = settings.PACKAGE / "fonts"
#: How typst names a character that no font has.
_WITHOUT_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in (FONTS, settings.FONTS) if folder],
    )


def set_pdf(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """
    Return a PDF with what `data` says.

    Args:
        template: A file in `templates/documents/`.
        at: The time that the file names as its date.

    Raises:
        ActionError: No font has a character of the text; a box in its place would
            be worse.
    """
    try:
        pdf: bytes = typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        missing = dict.fromkeys(_WITHOUT_GLYPH.findall(error.diagnostic))
        if not missing:
            raise
        raise ActionError(
            _(
                "No font of this site has the characters %(characters)s. Please write "
                "the text without them, or ask whoever runs the site for a font."
            )
            % {"characters": " ".join(missing)}
        ) from error
    return pdf


def set_picture(template: str, data: dict[str, Any]) -> bytes:
    """
    Return one page as PNG, two pixels a point.

    Args:
        template: A file in `templates/documents/`.
    """
    png: bytes = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="png",
        ppi=144,
    )
    return png
