"""The audit verbs of the newsroom."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("newsroom.article.created", _("%(actor)s started the article “%(target)s”."))
register("newsroom.article.updated", _("%(actor)s changed the article “%(target)s”."))
register(
    "newsroom.article.published", _("%(actor)s published the article “%(target)s”.")
)
register(
    "newsroom.article.withdrawn",
    _("%(actor)s took the article “%(target)s” off the public site."),
)
register(
    "newsroom.comment.submitted",
    _("%(actor)s wrote a comment; it waits for moderation."),
    personal=("author_name",),
)
register("newsroom.comment.approved", _("%(actor)s approved a comment by %(target)s."))
register("newsroom.comment.rejected", _("%(actor)s rejected a comment by %(target)s."))
register(
    "newsroom.comment.marked-as-spam",
    _("%(actor)s marked a comment by %(target)s as spam."),
)
