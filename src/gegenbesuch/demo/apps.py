from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "gegenbesuch.demo"
    label = "demo"
