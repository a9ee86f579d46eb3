"""Signing in and out, the account, the staff, the language, personal links."""

from django.urls import path

from gegenbesuch.accounts import views

app_name = "accounts"
urlpatterns = [
    # Signing in
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    # Passwords
    path("account/password/", views.change_password, name="change-password"),
    path("password/", views.ask_password_link, name="ask-password-link"),
    path(
        "password/<str:uidb64>/<str:token>/",
        views.choose_password,
        name="choose-password",
    ),
    # Staff
    path("staff/<slug:office>/", views.staff, name="staff"),
    path("staff/<slug:office>/add/", views.add_colleague, name="add-colleague"),
    path("memberships/<slug:code>/", views.membership, name="membership"),
    path("memberships/<slug:code>/welcome/", views.welcome_again, name="welcome-again"),
    path("memberships/<slug:code>/close/", views.close_account, name="close-account"),
    path(
        "memberships/<slug:code>/reopen/", views.reopen_account, name="reopen-account"
    ),
    path("memberships/<slug:code>/end/", views.end_membership, name="end-membership"),
    # The language
    path("language/", views.choose_language, name="choose-language"),
    # Personal links
    path("link/<str:token>/", views.open_link, name="open-link"),
    path("link/<str:token>/renew/", views.renew_link, name="renew-link"),
]
