from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "gegenbesuch.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from gegenbesuch.outcomes import letters, owners  # noqa: F401, PLC0415 -- app ready
