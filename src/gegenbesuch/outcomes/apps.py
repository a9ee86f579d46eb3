from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "gegenbesuch.outcomes"
    label = "outcomes"
