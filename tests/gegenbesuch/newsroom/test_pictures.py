from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from PIL import Image

from gegenbesuch.core.errors import ActionError
from gegenbesuch.newsroom import images
from gegenbesuch.newsroom.models import Picture
from tests.cast import signed_in
from tests.factories import ArticleFactory
from tests.gegenbesuch.newsroom.samples import photo

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

FORM = {"alt_0": "Ein Empfang", "credit": "Jo", "rights": "own"}


def upload(article: Any, bruno: User, content: bytes, **changes: str) -> Any:
    file = SimpleUploadedFile("x.png", content, "image/png")
    address = f"/newsroom/{article.code}/add-picture/"
    return signed_in(bruno).post(address, FORM | changes | {"file": file})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_add_picture_encodes_it_anew(office: Office, bruno: User, kind: str) -> None:
    article = ArticleFactory(office=office)
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"

    upload(article, bruno, photo(2400, 1200, kind, exif=exif))
    picture = Picture.objects.get()

    with picture.file.open("rb") as file:
        kept = file.read()
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"SecretCamera" not in kept
    assert (picture.width, picture.height) == (2000, 1000)


@pytest.mark.parametrize("name", images.MEDIA_TYPES)
def test_picture_comes_in_the_size_that_is_asked_for(
    office: Office, bruno: User, name: str
) -> None:
    article = ArticleFactory(office=office)
    upload(article, bruno, photo(2400, 1200))

    answer = Client().get(f"/pictures/{Picture.objects.get().code}/{name}")
    shown = Image.open(BytesIO(b"".join(answer.streaming_content)))

    assert answer["Cache-Control"] == "public, max-age=86400"
    assert shown.width == (1200 if name == "card.jpg" else int(name[: -len(".webp")]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload='alert(1)'/>",
        b"GIF89a" + bytes(50),
        b"\x89PNG\r\n\x1a\n" + bytes(80),
        photo()[:400],
        photo(200, 100),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ActionError):
        images.encode(content)


def test_picture_of_others_needs_a_permission(office: Office, bruno: User) -> None:
    article = ArticleFactory(office=office)

    answer = upload(article, bruno, photo(), rights="licence")

    assert list(answer.context["form"].errors) == ["permission"]
    assert Picture.objects.count() == 0


def test_picture_is_gone_once_its_rights_are_over(office: Office, bruno: User) -> None:
    article = ArticleFactory(office=office)
    upload(article, bruno, photo())
    picture = Picture.objects.get()
    path = f"/pictures/{picture.code}/480.webp"
    answer = Client().get(path)
    assert (answer.status_code, len(b"".join(answer.streaming_content)) > 0) == (
        200,
        True,
    )

    picture.usable_until = localdate() - timedelta(days=1)
    picture.save()

    assert Client().get(path).status_code == 404
    assert picture.code not in Client().get(article.get_absolute_url()).content.decode()
