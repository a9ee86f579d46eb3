from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gegenbesuch.documents"

    def ready(self) -> None:
        from gegenbesuch.documents import audit  # noqa: F401, PLC0415 -- app ready
