from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "gegenbesuch.letters"

    def ready(self) -> None:
        from gegenbesuch.letters import audit  # noqa: F401, PLC0415 -- app ready
