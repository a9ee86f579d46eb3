"""Verbs on articles: write, translate, review, release, correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import Role
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.newsroom.models import TEXTS, Article, Correction, Desk, Translation
from gegenbesuch.newsroom.selectors import is_read
from gegenbesuch.newsroom.services.editions import turn_page
from gegenbesuch.newsroom.translating import by_language, languages_of, texts_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gegenbesuch.accounts.models import Office, User

S = Article.Status


@transaction.atomic
def create_article(
    *, office: Office, actor: User, code: str | None = None, **values: Any
) -> Article:
    """Start an article as a draft."""
    sectors = values.pop("sectors", ())
    article = Article(office=office, **values)
    if code:
        article.code = code
    article.save()
    article.sectors.set(sectors)
    kinds.index(Article, [article])
    audit.record("newsroom.article.created", article, actor=actor)
    return article


def draft_from_release(
    *,
    office: Office,
    actor: User,
    texts: Mapping[str, Mapping[str, str]],
    **values: Any,
) -> Article:
    """
    Start an article from a press release that was drafted elsewhere.

    Args:
        texts: Title, lead and body (Markdown) by language, as
            `{"de": {"title": …, "lead": …, "body": …}, "ja": …}`; the first language
            is the one that it is written in.
        values: Such as `mission`, `place` and `press_contact`.
    """
    by_field = {
        name: LazyI18nString({language: of[name] for language, of in texts.items()})
        for name in TEXTS
    }
    return create_article(
        office=office,
        actor=actor,
        source_language=next(iter(texts)),
        **by_field,
        **values,
    )


@transaction.atomic
def update_article(
    article: Article,
    *,
    actor: User,
    correction: Any = None,
    is_minor: bool = False,
    **values: Any,
) -> Article:
    """
    Change texts and particulars of an article.

    Translations remember the source that they were made from.

    Args:
        correction: What was wrong, for the readers of a published article.
        is_minor: It was only a slip of the pen; the readers are told nothing.

    Raises:
        ActionError: The text that readers know changes, and nothing says why.
    """
    sectors = values.pop("sectors", None)
    changes = audit.changed(article, values)
    was_read = is_read(article, now())
    if was_read and changes.keys() & {*TEXTS} and not (correction or is_minor):
        raise ActionError(
            _("Readers know this text. Please say what you correct, or tick slip.")
        )
    if changes.keys() & {*TEXTS}:
        _remember_basis(article)
    for field, value in values.items():
        setattr(article, field, value)
    article.save(update_fields=[*values, "updated_at"])
    if sectors is not None:
        article.sectors.set(sectors)
    kinds.index(Article, [article])
    audit.record("newsroom.article.updated", article, actor=actor, changes=changes)
    if correction and was_read:
        note = Correction.objects.create(
            article=article, note=correction, corrected_at=now()
        )
        audit.record("newsroom.article.corrected", article, actor=actor, note=note.code)
    turn_page()
    return article


def _remember_basis(article: Article) -> None:
    """Keep the source beside texts that were translated from it elsewhere."""
    source = texts_in(article, article.source_language)
    for language in languages_of(article):
        if language != article.source_language:
            Translation.objects.get_or_create(
                article=article,
                language=language,
                defaults={
                    **texts_in(article, language),
                    "basis": source,
                    "is_ready": True,
                },
            )


@transaction.atomic
def save_translation(
    article: Article,
    language: str,
    *,
    actor: User,
    texts: Mapping[str, str],
    is_ready: bool,
) -> Translation:
    """
    Keep what a translator wrote; readers get it once it is ready.

    Raises:
        ActionError: The article is written in this language, or the title or the
            text is missing in what is said to be ready.
    """
    if language == article.source_language:
        raise ActionError(_("The article is written in this language."))
    if is_ready and not (texts["title"] and texts["body"]):
        raise ActionError(_("A translation is ready once it has a title and a text."))
    row, _created = Translation.objects.update_or_create(
        article=article,
        language=language,
        defaults={
            **texts,
            "basis": texts_in(article, article.source_language),
            "is_ready": is_ready,
        },
    )
    if is_ready:
        for name in TEXTS:
            words = by_language(getattr(article, name))
            setattr(article, name, LazyI18nString(words | {language: texts[name]}))
        article.save(update_fields=[*TEXTS, "updated_at"])
        turn_page()
    audit.record(
        "newsroom.article.translated",
        article,
        actor=actor,
        language=language,
        is_ready=is_ready,
    )
    return row


@transaction.atomic
def submit_article(article: Article, *, actor: User) -> Article:
    """
    Ask for the release of a draft.

    Raises:
        ActionError: It is no draft.
    """
    changes = {"status": S.REVIEW, "submitted_by": actor, "review_note": ""}
    _move(article, S.DRAFT, changes, _("Only a draft can be handed in."))
    audit.record("newsroom.article.submitted", article, actor=actor)
    return article


@transaction.atomic
def return_article(article: Article, *, actor: User, note: str) -> Article:
    """
    Give an article back to who wrote it, with what there is to do.

    Raises:
        ActionError: It is not in review.
    """
    changes = {"status": S.DRAFT, "review_note": note}
    _move(article, S.REVIEW, changes, _("This article is not in review."))
    audit.record("newsroom.article.returned", article, actor=actor, note=note)
    return article


@transaction.atomic
def publish_article(
    article: Article, *, actor: User, at: datetime, zone: str = ""
) -> Article:
    """
    Release an article to every reader from `at` on; until then nobody sees it.

    Args:
        at: Later than now it is the end of the embargo.
        zone: On whose clock it was set; by default on the office's.

    Raises:
        ActionError: It is not in review, or whoever handed it in wants to release it
            although the office has somebody else for that.
    """
    if article.submitted_by_id == actor.pk and _has_another(article, actor):
        raise ActionError(
            _("You handed this article in; somebody else has to release it.")
        )
    at = at.replace(second=0, microsecond=0) if zone else at
    changes = {
        "status": S.PUBLISHED,
        "published_at": at,
        "release_zone": zone,
    }
    message = _("Only an article in review can be published.")
    _move(article, S.REVIEW, changes, message)
    audit.record(
        "newsroom.article.published",
        article,
        actor=actor,
        published_at=at.isoformat(),
        zone=zone,
    )
    turn_page()
    return article


def _has_another(article: Article, actor: User) -> bool:
    releasing = Membership.objects.filter(
        office=article.office_id,
        role__in=(Role.COORDINATOR, Role.ADMIN),
        user__is_active=True,
    )
    return releasing.exclude(user=actor).exists()


@transaction.atomic
def withdraw_article(article: Article, *, actor: User) -> Article:
    """
    Take an article off the public site, or its release back; it becomes a draft again.

    Raises:
        ActionError: It is not published.

    """
    changes = {"status": S.DRAFT, "submitted_by": None}
    _move(article, S.PUBLISHED, changes, _("This article is not published."))
    audit.record("newsroom.article.withdrawn", article, actor=actor)
    turn_page()
    return article


def _move(
    article: Article, status: str, changes: Mapping[str, Any], message: str
) -> None:
    rows = Article.objects.filter(pk=article.pk, status=status)
    if not rows.update(**changes, updated_at=now()):
        raise ActionError(message)
    article.refresh_from_db()


@transaction.atomic
def set_up_desk(office: Office, *, actor: User, **values: Any) -> Desk:
    """Say how the newsroom of an office runs: words, moderators, press contact."""
    moderators = values.pop("moderators")
    desk, _created = Desk.objects.update_or_create(office=office, defaults=values)
    desk.moderators.set(moderators)
    audit.record("newsroom.desk.set-up", desk, actor=actor)
    turn_page()
    return desk
