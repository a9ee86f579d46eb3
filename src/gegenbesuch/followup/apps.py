from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "gegenbesuch.followup"

    def ready(self) -> None:
        """Make the letters of the follow-up known, and hear of ended meetings."""
        from gegenbesuch.followup import (  # noqa: PLC0415 -- app ready
            letters,  # noqa: F401
            services,
        )
        from gegenbesuch.onsite.services import (  # noqa: PLC0415 -- app ready
            register_follow_up,
        )

        register_follow_up(services.follow_meeting)
