"""Who may write news and decide about comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.rules import Role, has_role

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.newsroom.models import Article, Comment, Picture


def can_edit_article(user: Any, article: Article) -> bool:
    """Editors of the article's office may write it."""
    return has_role(user, article.office_id, Role.EDITOR)


def can_edit_picture(user: Any, picture: Picture) -> bool:
    """Editors of the article's office may change its pictures."""
    return can_edit_article(user, picture.article)


def can_publish_article(user: Any, article: Article) -> bool:
    """Coordinators of the article's office may release it."""
    return has_role(user, article.office_id, Role.COORDINATOR)


def can_moderate_comment(user: Any, comment: Comment) -> bool:
    """Editors of the article's office decide about its comments."""
    return has_role(user, comment.article.office_id, Role.EDITOR)


def can_set_up_desk(user: Any, office: Office) -> bool:
    """Coordinators say how the newsroom runs."""
    return has_role(user, office.pk, Role.COORDINATOR)
