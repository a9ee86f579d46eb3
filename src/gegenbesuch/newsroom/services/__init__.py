"""Verbs on articles, pictures and comments."""

from gegenbesuch.newsroom.pace import TooFastError, check_pace
from gegenbesuch.newsroom.services.articles import (
    create_article,
    draft_from_release,
    publish_article,
    return_article,
    save_translation,
    set_up_desk,
    submit_article,
    update_article,
    withdraw_article,
)
from gegenbesuch.newsroom.services.comments import (
    EDITABLE_FOR,
    edit_comment,
    follow_answers,
    remove_comment,
    report_comment,
    stop_answers,
    submit_comment,
)
from gegenbesuch.newsroom.services.moderation import (
    answer_comment,
    approve_comment,
    clear_flood,
    mark_comment_as_spam,
    purge_comments,
    reject_comment,
    settle_reports,
)
from gegenbesuch.newsroom.services.pictures import (
    add_picture,
    remove_picture,
    update_picture,
)

__all__ = [
    "EDITABLE_FOR",
    "TooFastError",
    "add_picture",
    "answer_comment",
    "approve_comment",
    "check_pace",
    "clear_flood",
    "create_article",
    "draft_from_release",
    "edit_comment",
    "follow_answers",
    "mark_comment_as_spam",
    "publish_article",
    "purge_comments",
    "reject_comment",
    "remove_comment",
    "remove_picture",
    "report_comment",
    "return_article",
    "save_translation",
    "set_up_desk",
    "settle_reports",
    "stop_answers",
    "submit_article",
    "submit_comment",
    "update_article",
    "update_picture",
    "withdraw_article",
]
