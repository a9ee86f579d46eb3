"""The articles of the newsroom, their pictures, and what readers say about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.errors import ActionError
from gegenbesuch.demo.loader.evidence import EVIDENCE, attach_evidence
from gegenbesuch.demo.loader.world import put
from gegenbesuch.newsroom import images
from gegenbesuch.newsroom.models import TEXTS, Article, Comment, Picture, Translation
from gegenbesuch.newsroom.services.editions import turn_page
from gegenbesuch.newsroom.translating import by_language, texts_in

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.demo.loader.world import World

_ARTICLE = (
    "mission title lead body status published_at release_zone place sectors "
    f"comments_open press_contact review_note in_work pictures comments {EVIDENCE}"
)
_PICTURE = "file alt caption credit"
_COMMENT = (
    "author_name author_email is_official language text status written_at "
    "suspicion answers"
)


def load_articles(world: World, data: DataSet) -> None:
    """Write the articles."""
    for record in data.records("articles/*.yaml", _ARTICLE):
        article = put(
            record,
            Article,
            record.code,
            office=world.office,
            mission=record.one("mission", world.missions, "mission"),
            title=record.text("title"),
            lead=record.text("lead"),
            body=record.text("body"),
            status=record.choice("status", Article.Status),
            published_at=(
                record.moment("published_at") if record.has("published_at") else None
            ),
            release_zone=record.zone("release_zone")
            if record.has("release_zone")
            else "",
            place=record.one("place", world.places, "place"),
            comments_open=record.flag("comments_open", default=True),
            press_contact=record.text("press_contact", needed=False),
            review_note=record.word("review_note", ""),
        )
        article.sectors.set(record.many("sectors", world.sectors, "sector"))
        attach_evidence(world, record, article)
        for language in record.words("in_work"):
            _take_out(article, language)
        for number, row in enumerate(record.rows("pictures", _PICTURE)):
            _load_picture(article, row, number, data)
        for number, row in enumerate(record.rows("comments", _COMMENT)):
            _load_comment(article, row, str(number))
    turn_page()


def _take_out(article: Article, language: str) -> None:
    """Leave a translation with its translator: readers do not get it yet."""
    Translation.objects.update_or_create(
        article=article,
        language=language,
        defaults={
            **texts_in(article, language),
            "basis": texts_in(article, article.source_language),
            "is_ready": False,
        },
    )
    for name in TEXTS:
        words = by_language(getattr(article, name))
        words.pop(language, None)
        setattr(article, name, LazyI18nString(words))
    article.save()


def _load_picture(article: Article, row: Record, number: int, data: DataSet) -> None:
    file = row.word("file")
    try:
        encoded = images.encode(data.pictures[f"pictures/{file}"])
    except KeyError:
        raise row.error("file", f"there is no picture {file!r}") from None
    except ActionError as error:
        raise row.error("file", str(error)) from error
    code = f"{article.code[:50]}-picture-{number}"
    for old in Picture.objects.filter(code=code):
        images.remove_files(old)
    picture = put(
        row,
        Picture,
        code,
        article=article,
        file="",
        width=encoded.width,
        height=encoded.height,
        position=number,
        alt=row.text("alt"),
        caption=row.text("caption", needed=False),
        credit=row.word("credit"),
        rights=Picture.Rights.OWN,
    )
    picture.file.save(f"{code}.jpg", ContentFile(encoded.content))


def _load_comment(
    article: Article, row: Record, number: str, parent: Comment | None = None
) -> None:
    written_at = row.moment("written_at")
    status = row.choice("status", Comment.Status, Comment.Status.PUBLISHED)
    comment = put(
        row,
        Comment,
        f"{article.code[:50]}-comment-{number}",
        article=article,
        parent=parent,
        author_name=row.word("author_name"),
        author_email=row.word("author_email", ""),
        is_official=row.flag("is_official"),
        language=row.choice("language", Language),
        text=row.word("text").strip(),
        status=status,
        rank=Comment.Rank.SUSPICIOUS if row.has("suspicion") else Comment.Rank.ORDINARY,
        suspicion=row.word("suspicion", ""),
        consented_at=written_at,
        decided_at=None if status == Comment.Status.WAITING else written_at,
    )
    Comment.objects.filter(pk=comment.pk).update(created_at=written_at)
    for place, answer in enumerate(row.rows("answers", _COMMENT)):
        _load_comment(article, answer, f"{number}-{place}", comment)
