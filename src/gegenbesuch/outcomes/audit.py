"""The audit verbs of outcomes."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("outcomes.outcome.recorded", _("%(actor)s recorded the outcome “%(target)s”."))
register("outcomes.interest.recorded", _("%(actor)s noted an interest on %(target)s."))
register("outcomes.outcome.updated", _("%(actor)s changed the outcome “%(target)s”."))
register("outcomes.quote.recorded", _("%(actor)s kept the quote “%(target)s”."))
register("outcomes.quote.removed", _("%(actor)s removed the quote “%(target)s”."))
register(
    "outcomes.result.credited",
    _("%(actor)s credited a share of “%(target)s” to a mission."),
)
register("outcomes.credit.withdrawn", _("%(actor)s took back a share of “%(target)s”."))
register(
    "outcomes.confirmation.asked",
    _("%(actor)s asked a partner to confirm “%(target)s”."),
)
register(
    "outcomes.confirmation.answered",
    _("%(actor)s answered whether “%(target)s” is right."),
)
register(
    "outcomes.confirmation.withdrawn",
    _("%(actor)s no longer counts on a partner's word on “%(target)s”."),
)
register("outcomes.proof.filed", _("%(actor)s put a document on “%(target)s” on file."))
register("outcomes.proof.opened", _("%(actor)s read a document on “%(target)s”."))
register(
    "outcomes.proof.withdrawn",
    _("%(actor)s took a document on “%(target)s” off file."),
)
register(
    "outcomes.settlement.recorded", _("%(actor)s recorded the settlement “%(target)s”.")
)
register(
    "outcomes.settlement.updated", _("%(actor)s changed the settlement “%(target)s”.")
)
register("outcomes.step.recorded", _("%(actor)s recorded a step of “%(target)s”."))
register("outcomes.step.updated", _("%(actor)s changed a step of “%(target)s”."))
register("outcomes.step.removed", _("%(actor)s removed a step of “%(target)s”."))
