"""Pictures that were uploaded: looked at by their content, and encoded anew."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError

if TYPE_CHECKING:
    from gegenbesuch.newsroom.models import Picture

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
LEAST_WIDTH = 480
MASTER_WIDTH = 2000
#: The widths that browsers choose from.
WIDTHS = (480, 960, 1600)
#: What services show where somebody shares an article.
CARD = (1200, 630)
MEDIA_TYPES = {
    **{f"{width}.webp": "image/webp" for width in WIDTHS},
    "card.jpg": "image/jpeg",
}


@dataclass(frozen=True)
class Encoded:
    """A picture as it is kept: JPEG without anything but the picture."""

    content: bytes
    width: int
    height: int


def encode(content: bytes) -> Encoded:
    """
    Return the picture anew, upright and at most 2,000 pixels wide.

    What else the file holds is left behind: where and with what it was taken, and
    whatever hides in it.

    Raises:
        ActionError: It is no picture that is known here, too large or too small.
    """
    if len(content) > MOST_BYTES:
        raise ActionError(_("This file is larger than 20 MB. Please make it smaller."))
    picture = _opened(content)
    if picture.width < LEAST_WIDTH:
        raise ActionError(
            _("This picture is only %(width)d pixels wide; it needs at least 480.")
            % {"width": picture.width}
        )
    picture.thumbnail((MASTER_WIDTH, MASTER_WIDTH * 2))
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=90, optimize=True, progressive=True)
    return Encoded(kept.getvalue(), picture.width, picture.height)


def _opened(content: bytes) -> Any:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 -- slow import

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, before anything is unpacked
    try:
        picture: Any = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ActionError(
                _("This picture has more than 60 million pixels. Please scale it down.")
            )
        picture.load()
        picture = ImageOps.exif_transpose(picture)
    except (
        *(UnidentifiedImageError, OSError, SyntaxError, ValueError),
        *(OverflowError, MemoryError, EOFError),
    ) as error:
        raise ActionError(
            _("This is no picture that can be read. JPEG, PNG and WebP are understood.")
        ) from error
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture.convert("RGB")


def variant_path(picture: Picture, name: str) -> Path:
    """
    Return the file of a picture in one of the sizes of `MEDIA_TYPES`.

    Made when it is first asked for, and whole at any time.
    """
    path = Path(settings.MEDIA_ROOT) / "pictures" / "sizes" / f"{picture.code}-{name}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with picture.file.open("rb") as file:
            content = _variant(file.read(), name)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as scratch:
            scratch.write(content)
        os.replace(scratch.name, path)  # noqa: PTH105 -- the same file name type
    return path


def _variant(content: bytes, name: str) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 -- slow import

    picture: Any = Image.open(BytesIO(content), formats=FORMATS)
    made = BytesIO()
    if name == "card.jpg":
        ImageOps.fit(picture, CARD).save(made, "JPEG", quality=82, progressive=True)
    else:
        width = int(name.partition(".")[0])
        picture.thumbnail((width, width * 2))
        picture.save(made, "WEBP", quality=80, method=5)
    return made.getvalue()


def remove_files(picture: Picture) -> None:
    """Remove a picture's file and all its sizes."""
    for name in MEDIA_TYPES:
        path = (
            Path(settings.MEDIA_ROOT) / "pictures" / "sizes" / f"{picture.code}-{name}"
        )
        path.unlink(missing_ok=True)
    if picture.file.name:
        picture.file.storage.delete(picture.file.name)
