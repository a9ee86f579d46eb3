from django.apps import AppConfig
from django.db.models.signals import post_migrate

from gegenbesuch.directory.sectors import load_sectors


class DirectoryConfig(AppConfig):
    name = "gegenbesuch.directory"
    label = "directory"

    def ready(self) -> None:
        """Bring the sectors that every installation has."""
        post_migrate.connect(load_sectors, sender=self)
