from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    name = "gegenbesuch.matchmaking"
    label = "matchmaking"
