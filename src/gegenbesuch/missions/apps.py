from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "gegenbesuch.missions"
    label = "missions"

    def ready(self) -> None:
        """Make the letters about missions known."""
        from gegenbesuch.missions import letters  # noqa: F401, PLC0415 -- app ready
