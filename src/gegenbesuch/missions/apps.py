from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "gegenbesuch.missions"
    label = "missions"
