"""Figures, statements in dispute, open questions and sources hang on missions too."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory import owners
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import Mission

owners.register(
    "missions",
    owners.Owner(Mission, _("Missions"), "missions:missions", rules.can_edit_mission),
)
