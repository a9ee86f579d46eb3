"""Verbs on the pictures of articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from gegenbesuch.core import audit
from gegenbesuch.core.codes import new_code
from gegenbesuch.newsroom import images
from gegenbesuch.newsroom.models import Article, Picture
from gegenbesuch.newsroom.services.editions import turn_page

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User


@transaction.atomic
def add_picture(
    article: Article, *, content: bytes, actor: User, **values: Any
) -> Picture:
    """
    Put a picture into an article, behind those that it has.

    Raises:
        ActionError: It is no picture, too large or too small.
    """
    encoded = images.encode(content)
    last = article.pictures.aggregate(last=Max("position"))["last"]
    picture = Picture(
        article=article,
        code=new_code(),
        width=encoded.width,
        height=encoded.height,
        position=0 if last is None else last + 1,
        **values,
    )
    picture.file.save(f"{picture.code}.jpg", ContentFile(encoded.content), save=False)
    picture.save()
    audit.record("newsroom.picture.added", picture, actor=actor)
    turn_page()
    return picture


@transaction.atomic
def update_picture(picture: Picture, *, actor: User, **values: Any) -> Picture:
    """Change what is said about a picture, and its place among the others."""
    changes = audit.changed(picture, values)
    for field, value in values.items():
        setattr(picture, field, value)
    picture.save(update_fields=[*values, "updated_at"])
    audit.record("newsroom.picture.updated", picture, actor=actor, changes=changes)
    turn_page()
    return picture


@transaction.atomic
def remove_picture(picture: Picture, *, actor: User) -> None:
    """Take a picture out of its article; its files go with it."""
    audit.record("newsroom.picture.removed", picture, actor=actor)
    transaction.on_commit(partial(images.remove_files, picture))
    Picture.objects.filter(pk=picture.pk).delete()
    turn_page()
