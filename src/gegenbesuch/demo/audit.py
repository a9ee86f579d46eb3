"""The audit verbs of the demo."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("demo.dataset.loaded", _("%(actor)s loaded the demo data into %(target)s."))
