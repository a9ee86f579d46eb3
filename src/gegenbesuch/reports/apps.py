from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "gegenbesuch.reports"
    label = "reports"
