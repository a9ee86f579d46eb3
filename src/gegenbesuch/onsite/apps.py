from django.apps import AppConfig


class OnsiteConfig(AppConfig):
    name = "gegenbesuch.onsite"
    label = "onsite"

    def ready(self) -> None:
        from gegenbesuch.onsite import (  # noqa: PLC0415 -- app ready
            letters,  # noqa: F401
        )
