"""Signing in and out, the language, personal links."""

from django.urls import path

from gegenbesuch.accounts import views

app_name = "accounts"
urlpatterns = [
    # Signing in
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    # The language
    path("language/", views.choose_language, name="choose-language"),
    # Personal links
    path("link/<str:token>/", views.open_link, name="open-link"),
    path("link/<str:token>/renew/", views.renew_link, name="renew-link"),
]
