"""Figures, statements in dispute, open questions and sources hang on settlements."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory import owners
from gegenbesuch.outcomes import rules
from gegenbesuch.outcomes.models import Settlement

owners.register(
    "settlements",
    owners.Owner(
        Settlement,
        _("Settlements"),
        "outcomes:settlements",
        rules.can_edit_result,
    ),
)
