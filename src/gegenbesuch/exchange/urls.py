from django.urls import path

from gegenbesuch.exchange.views import exports, imports, releases

app_name = "exchange"
urlpatterns = [
    # Imports
    path("imports/", imports.imports, name="imports"),
    path("imports/upload/", imports.upload_import, name="upload-import"),
    path("imports/<slug:code>/", imports.import_run, name="import"),
    path("imports/<slug:code>/columns/", imports.choose_columns, name="choose-columns"),
    path("imports/<slug:code>/sheet/", imports.choose_sheet, name="choose-sheet"),
    path("imports/<slug:code>/start/", imports.start_import, name="start-import"),
    path("imports/<slug:code>/cancel/", imports.cancel_import, name="cancel-import"),
    path(
        "imports/<slug:code>/continue/",
        imports.continue_import,
        name="continue-import",
    ),
    path("imports/<slug:code>/undo/", imports.undo_import, name="undo-import"),
    path("imports/<slug:code>/decide/", imports.decide_rows, name="decide-rows"),
    path("imports/<slug:code>/delete/", imports.delete_upload, name="delete-upload"),
    path(
        "imports/<slug:code>/report.<slug:file_format>",
        imports.import_report,
        name="import-report",
    ),
    # Exports
    path("exports/", exports.exports, name="exports"),
    path("exports/<slug:what>/", exports.export_list, name="export-list"),
    # From the drafts for the press to the newsroom
    path(
        "press-drafts/<slug:code>/hand-over/",
        releases.hand_to_newsroom,
        name="hand-to-newsroom",
    ),
]
