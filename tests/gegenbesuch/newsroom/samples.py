"""Pictures and addresses that the tests of the newsroom share."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image


def photo(
    width: int = 800, height: int = 500, kind: str = "JPEG", **saved: Any
) -> bytes:
    """Return a picture with a colour gradient, as a file."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    file = BytesIO()
    picture.save(file, kind, **saved)
    return file.getvalue()
