"""The public site, and the newsroom behind it."""

from django.urls import path

from gegenbesuch.newsroom import views

app_name = "newsroom"
urlpatterns = [
    # For every reader
    path("", views.articles, name="articles"),
    path("news/<slug:code>/", views.article, name="article"),
    path("news/<slug:code>/comment/", views.submit_comment, name="submit-comment"),
    path("feed/<slug:language>/", views.feed, name="feed"),
    # For the office
    path("newsroom/", views.newsroom, name="newsroom"),
    path("newsroom/create/", views.create_article, name="create-article"),
    path("newsroom/<slug:code>/edit/", views.update_article, name="update-article"),
    path(
        "newsroom/<slug:code>/publish/", views.publish_article, name="publish-article"
    ),
    path(
        "newsroom/<slug:code>/withdraw/",
        views.withdraw_article,
        name="withdraw-article",
    ),
    # Comments
    path("comments/", views.comments, name="comments"),
    path(
        "comments/<slug:code>/approve/", views.approve_comment, name="approve-comment"
    ),
    path("comments/<slug:code>/reject/", views.reject_comment, name="reject-comment"),
    path("comments/<slug:code>/spam/", views.mark_comment_as_spam, name="spam-comment"),
]
