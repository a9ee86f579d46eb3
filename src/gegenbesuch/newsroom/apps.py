from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "gegenbesuch.newsroom"
    label = "newsroom"
