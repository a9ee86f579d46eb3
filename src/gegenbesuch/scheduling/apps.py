from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "gegenbesuch.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        from gegenbesuch.scheduling import letters  # noqa: F401, PLC0415 -- app ready
