from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gegenbesuch.exchange"

    def ready(self) -> None:
        """Have imports forget a record when its traces are erased."""
        from gegenbesuch.core import audit  # noqa: PLC0415 -- app ready
        from gegenbesuch.exchange.retention import forget_record  # noqa: PLC0415 -- app ready

        audit.register_log(forget_record)
