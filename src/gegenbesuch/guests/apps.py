from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "gegenbesuch.guests"

    def ready(self) -> None:
        from gegenbesuch.guests import audit, letters  # noqa: F401, PLC0415 -- app ready
