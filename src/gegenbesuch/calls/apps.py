from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "gegenbesuch.calls"

    def ready(self) -> None:
        from gegenbesuch.calls import audit, letters  # noqa: F401, PLC0415 -- app ready
