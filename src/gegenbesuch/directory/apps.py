from django.apps import AppConfig
from django.db.models.signals import post_migrate

from gegenbesuch.directory.sectors import load_sectors


class DirectoryConfig(AppConfig):
    name = "gegenbesuch.directory"
    label = "directory"

    def ready(self) -> None:
        """Bring the sectors that every installation has, and index what is new."""
        from gegenbesuch.core import audit  # noqa: PLC0415 -- app ready
        from gegenbesuch.directory.search import complete_index  # noqa: PLC0415 -- app ready
        from gegenbesuch.directory.services.merging import forget_merges  # noqa: PLC0415 -- app ready

        audit.register_log(forget_merges)
        post_migrate.connect(load_sectors, sender=self)
        post_migrate.connect(complete_index, sender=self)
