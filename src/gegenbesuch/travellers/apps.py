from django.apps import AppConfig


class TravellersConfig(AppConfig):
    name = "gegenbesuch.travellers"

    def ready(self) -> None:
        from gegenbesuch.travellers import (  # noqa: PLC0415 -- app ready
            audit,  # noqa: F401
            letters,  # noqa: F401
        )
