from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    name = "gegenbesuch.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        from gegenbesuch.matchmaking import letters  # noqa: F401, PLC0415 -- app ready
