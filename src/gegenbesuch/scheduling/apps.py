from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "gegenbesuch.scheduling"
    label = "scheduling"
