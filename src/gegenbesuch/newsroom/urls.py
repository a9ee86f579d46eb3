"""The public site, and the newsroom behind it."""

from django.urls import path

from gegenbesuch.newsroom.views import desk, feeds, moderation, public, readers

app_name = "newsroom"
urlpatterns = [
    # For every reader
    path("", public.articles, name="articles"),
    path("news/<slug:code>/", public.article, name="article"),
    path("news/<slug:code>/card.png", public.share_card_picture, name="share-card"),
    path("archive/", public.archive, name="archive"),
    path("archive/<int:year>/", public.archive, name="archive-year"),
    path("archive/<int:year>/<int:month>/", public.archive, name="archive-month"),
    path("pictures/<slug:code>/<str:name>", public.picture, name="picture"),
    # For other programs
    path("feed/<slug:language>/", feeds.feed, name="feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    # What readers write
    path("news/<slug:code>/comment/", readers.submit_comment, name="submit-comment"),
    path("my-comment/<str:token>/", readers.own_comment, name="own-comment"),
    path("answers/<str:token>/", readers.answers, name="answers"),
    path("comments/<slug:code>/report/", readers.report_comment, name="report-comment"),
    # Articles, for the office
    path("newsroom/", desk.newsroom, name="newsroom"),
    path("newsroom/create/", desk.create_article, name="create-article"),
    path("newsroom/desk/", desk.desk, name="desk"),
    path("newsroom/<slug:code>/", desk.manuscript, name="manuscript"),
    path("newsroom/<slug:code>/edit/", desk.update_article, name="update-article"),
    path(
        "newsroom/<slug:code>/translate/<slug:language>/",
        desk.translate_article,
        name="translate-article",
    ),
    path("newsroom/<slug:code>/submit/", desk.submit_article, name="submit-article"),
    path("newsroom/<slug:code>/return/", desk.return_article, name="return-article"),
    path("newsroom/<slug:code>/publish/", desk.publish_article, name="publish-article"),
    path(
        "newsroom/<slug:code>/withdraw/",
        desk.withdraw_article,
        name="withdraw-article",
    ),
    # Pictures, for the office
    path("newsroom/<slug:code>/add-picture/", desk.add_picture, name="add-picture"),
    path("pictures/<slug:code>/edit/", desk.update_picture, name="update-picture"),
    path("pictures/<slug:code>/remove/", desk.remove_picture, name="remove-picture"),
    # Comments, for the office
    path("comments/", moderation.comments, name="comments"),
    path("comments/clear-flood/", moderation.clear_flood, name="clear-flood"),
    path(
        "comments/<slug:code>/approve/",
        moderation.approve_comment,
        name="approve-comment",
    ),
    path(
        "comments/<slug:code>/reject/", moderation.reject_comment, name="reject-comment"
    ),
    path(
        "comments/<slug:code>/spam/",
        moderation.mark_comment_as_spam,
        name="spam-comment",
    ),
    path(
        "comments/<slug:code>/answer/", moderation.answer_comment, name="answer-comment"
    ),
    path(
        "comments/<slug:code>/settle/", moderation.settle_reports, name="settle-reports"
    ),
    path(
        "decide/<str:token>/<slug:verb>/",
        moderation.decide_comment,
        name="decide-comment",
    ),
]
