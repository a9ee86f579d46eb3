from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "gegenbesuch.followup"

    def ready(self) -> None:
        """Make the letters of the follow-up known."""
        from gegenbesuch.followup import letters  # noqa: F401, PLC0415 -- app ready
