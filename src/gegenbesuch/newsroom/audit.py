"""The audit verbs of the newsroom."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

# --- Articles ----------------------------------------------------------------

register("newsroom.article.created", _("%(actor)s started the article “%(target)s”."))
register("newsroom.article.updated", _("%(actor)s changed the article “%(target)s”."))
register(
    "newsroom.article.corrected",
    _("%(actor)s told the readers of “%(target)s” about a correction."),
)
register(
    "newsroom.article.translated", _("%(actor)s translated the article “%(target)s”.")
)
register(
    "newsroom.article.submitted",
    _("%(actor)s handed in the article “%(target)s” for review."),
)
register(
    "newsroom.article.returned", _("%(actor)s gave the article “%(target)s” back.")
)
register(
    "newsroom.article.published", _("%(actor)s published the article “%(target)s”.")
)
register(
    "newsroom.article.withdrawn",
    _("%(actor)s took the article “%(target)s” off the public site."),
)
register(
    "newsroom.desk.set-up", _("%(actor)s changed how the newsroom of %(target)s runs.")
)

# --- Pictures ----------------------------------------------------------------

register("newsroom.picture.added", _("%(actor)s added the picture “%(target)s”."))
register("newsroom.picture.updated", _("%(actor)s changed the picture “%(target)s”."))
register("newsroom.picture.removed", _("%(actor)s removed the picture “%(target)s”."))

# --- What readers do ---------------------------------------------------------

register(
    "newsroom.comment.submitted",
    _("%(actor)s wrote a comment; it waits for moderation."),
    personal=("author_name",),
)
register(
    "newsroom.comment.passed",
    _("A comment by %(target)s appeared at once; %(actor)s knew the address."),
)
register("newsroom.comment.edited", _("%(actor)s changed the own comment."))
register("newsroom.comment.removed", _("%(actor)s took the own comment back."))
register("newsroom.comment.reported", _("%(actor)s reported a comment by %(target)s."))
register(
    "newsroom.comment.followed",
    _("%(actor)s confirmed the own address to follow answers."),
)
register("newsroom.comment.unfollowed", _("%(actor)s follows no answers any more."))

# --- What the office decides -------------------------------------------------

register("newsroom.comment.approved", _("%(actor)s approved a comment by %(target)s."))
register("newsroom.comment.rejected", _("%(actor)s rejected a comment by %(target)s."))
register(
    "newsroom.comment.marked-as-spam",
    _("%(actor)s marked a comment by %(target)s as spam."),
)
register(
    "newsroom.comment.answered",
    _("%(actor)s answered a comment by %(target)s in the name of the office."),
)
register(
    "newsroom.comment.settled",
    _("%(actor)s left a reported comment by %(target)s where it is."),
)
register(
    "newsroom.flood.cleared",
    _("%(actor)s marked what came to %(target)s in a flood as spam."),
)
register(
    "newsroom.comments.purged",
    _("%(actor)s deleted comments to %(target)s that were put away 30 days ago."),
)
