from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "gegenbesuch.missions"
    label = "missions"

    def ready(self) -> None:
        """Make the letters about missions known, and what can be stated of them."""
        from gegenbesuch.missions import letters, owners  # noqa: F401, PLC0415 -- app ready
