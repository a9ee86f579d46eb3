from django.apps import AppConfig


class MandateConfig(AppConfig):
    name = "gegenbesuch.mandate"

    def ready(self) -> None:
        from gegenbesuch.mandate import audit  # noqa: F401, PLC0415 -- app ready
