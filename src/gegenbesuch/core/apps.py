"""The floor."""

from __future__ import annotations

from importlib import import_module, util

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    """Load what every app registers with the floor once all models exist."""

    name = "gegenbesuch.core"
    label = "core"

    def ready(self) -> None:
        """Import what each app has of `audit`, `timeline`, `search` and the like."""
        for config in apps.get_app_configs():
            if config.name == self.name or not config.name.startswith("gegenbesuch."):
                continue
            for name in ("audit", "timeline", "search", "duties", "mission_parts"):
                module = f"{config.name}.{name}"
                if util.find_spec(module):
                    import_module(module)
