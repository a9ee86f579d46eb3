from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "gegenbesuch.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        from gegenbesuch.matchmaking import permitting  # noqa: PLC0415 -- app ready
        from gegenbesuch.matchmaking.services import (  # noqa: PLC0415 -- app ready
            register_release,
        )
        from gegenbesuch.scheduling import (  # noqa: PLC0415 -- app ready
            letters,  # noqa: F401
            services,
            who_meets,
        )

        permitting.register(who_meets.RulesOfAll)
        register_release(services.release_meeting)
