"""Addresses of workbooks in and out."""

from django.urls import path

from cooperatives.api import duplicates, exports, imports

urlpatterns = [
    path("import-kinds", imports.KindsView.as_view()),
    path("import-templates/<slug:code>", imports.TemplateView.as_view()),
    path("imports", imports.BatchesView.as_view()),
    path("imports/<uuid:uid>", imports.BatchView.as_view()),
    path("imports/<uuid:uid>/rows", imports.RowsView.as_view()),
    path("imports/<uuid:uid>/recheck", imports.RecheckView.as_view()),
    path("imports/<uuid:uid>/submit", imports.SubmitView.as_view()),
    path("imports/<uuid:uid>/withdraw", imports.WithdrawView.as_view()),
    path("imports/<uuid:uid>/decide", imports.DecideView.as_view()),
    path("imports/<uuid:uid>/apply", imports.ApplyView.as_view()),
    path("imports/<uuid:uid>/undo", imports.UndoView.as_view()),
    path("imports/<uuid:uid>/discard", imports.DiscardView.as_view()),
    path("imports/<uuid:uid>/error-file", imports.ErrorFileView.as_view()),
    path("duplicates", duplicates.CasesView.as_view()),
    path("duplicates/<uuid:uid>/propose", duplicates.ProposeView.as_view()),
    path("duplicates/<uuid:uid>/decide", duplicates.CaseDecideView.as_view()),
    path("exports", exports.ExportsView.as_view()),
    path("exports/<uuid:uid>", exports.ExportView.as_view()),
    path("exports/<uuid:uid>/decide", exports.ExportDecideView.as_view()),
    path("exports/<uuid:uid>/link", exports.ExportLinkView.as_view()),
    path("exports/<uuid:uid>/password", exports.ExportPasswordView.as_view()),
]
