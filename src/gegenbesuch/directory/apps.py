from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "gegenbesuch.directory"
    label = "directory"
