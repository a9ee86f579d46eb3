from django.apps import AppConfig
from django.db.models.signals import post_migrate

from gegenbesuch.directory.sectors import load_sectors


class DirectoryConfig(AppConfig):
    name = "gegenbesuch.directory"
    label = "directory"

    def ready(self) -> None:
        """Bring the sectors that every installation has, and index what is new."""
        from gegenbesuch.directory.search import complete_index  # noqa: PLC0415 -- app ready

        post_migrate.connect(load_sectors, sender=self)
        post_migrate.connect(complete_index, sender=self)
