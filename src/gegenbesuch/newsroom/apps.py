from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "gegenbesuch.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        from gegenbesuch.newsroom import letters  # noqa: F401, PLC0415 -- app ready
