from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gegenbesuch.accounts"
    label = "accounts"
