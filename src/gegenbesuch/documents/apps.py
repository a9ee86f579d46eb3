from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gegenbesuch.documents"

    def ready(self) -> None:
        from gegenbesuch.documents import (  # noqa: PLC0415 -- app ready
            audit,  # noqa: F401
            letters,  # noqa: F401
        )
