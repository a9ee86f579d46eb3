"""What came of it: results reports, their frozen versions, drafts for the press."""

from django.urls import path

from gegenbesuch.reports.views import bilanz, press, versions

app_name = "reports"
urlpatterns = [
    # As it is now
    path("missions/<slug:code>/bilanz/", bilanz.bilanz, name="bilanz"),
    path("missions/<slug:code>/bilanz/words/", bilanz.words, name="words"),
    path("bilanz/", bilanz.index, name="index"),
    path("bilanz/<slug:kind>/<slug:key>/", bilanz.scope, name="scope"),
    path("bilanz/<slug:kind>/<slug:key>/pictures/", bilanz.pictures, name="pictures"),
    path(
        "bilanz/<slug:kind>/<slug:key>/bilanz.<slug:ending>",
        bilanz.bilanz_file,
        name="bilanz-file",
    ),
    path(
        "bilanz/<slug:kind>/<slug:key>/freeze/",
        versions.freeze_bilanz,
        name="freeze-bilanz",
    ),
    # Frozen versions
    path("reports/<slug:code>/", versions.report, name="report"),
    path("reports/<slug:code>/check/", versions.check, name="check"),
    path(
        "reports/<slug:code>/release/", versions.release_report, name="release-report"
    ),
    path(
        "reports/<slug:code>/bilanz.<slug:ending>",
        versions.report_file,
        name="report-file",
    ),
    # For the press
    path("missions/<slug:code>/press/", press.press_drafts, name="press-drafts"),
    path("press-drafts/<slug:code>/", press.press_draft, name="press-draft"),
    path(
        "press-drafts/<slug:code>/refresh/", press.refresh_draft, name="refresh-draft"
    ),
    path(
        "press-drafts/<slug:code>/release/", press.release_draft, name="release-draft"
    ),
    path(
        "press-drafts/<slug:code>/draft.<slug:ending>",
        press.draft_file,
        name="draft-file",
    ),
]
