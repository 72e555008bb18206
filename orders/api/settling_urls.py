"""Addresses of settlement runs, their lines, objections and agreements, and of payouts."""

from django.urls import path

from orders.api import payouts, settling
from orders.api import settlement_lines as lines

urlpatterns = [
    path("settlements", settling.RunsView.as_view()),
    path("settlements/<uuid:uid>", settling.RunView.as_view()),
    path("settlements/<uuid:uid>/households", settling.PartiesView.as_view()),
    path("settlements/<uuid:uid>/lines", settling.LinesView.as_view()),
    path("settlements/<uuid:uid>/notice", settling.NoticeView.as_view()),
    path("settlements/<uuid:uid>/calculate", settling.CalculateView.as_view()),
    path("settlements/<uuid:uid>/submit", settling.SubmitView.as_view()),
    path("settlements/<uuid:uid>/decide", settling.DecideView.as_view()),
    path("settlements/<uuid:uid>/post", settling.PostView.as_view()),
    path("settlements/<uuid:uid>/cancel", settling.CancelView.as_view()),
    path("settlements/<uuid:uid>/take-back", settling.TakeBackView.as_view()),
    path("settlement-lines/<uuid:uid>/leave-out", lines.LeaveOutView.as_view()),
    path("settlement-lines/<uuid:uid>/take-in", lines.TakeInView.as_view()),
    path("settlement-lines/<uuid:uid>/object", lines.ObjectView.as_view()),
    path("settlement-lines/<uuid:uid>/correct", lines.CorrectView.as_view()),
    path("settlement-objections", lines.ObjectionsView.as_view()),
    path("settlement-objections/<uuid:uid>/answer", lines.AnswerView.as_view()),
    path("settlements/<uuid:uid>/payees", payouts.PayeesView.as_view()),
    path("payout-runs", payouts.PayoutRunsView.as_view()),
    path("payout-runs/<uuid:uid>", payouts.PayoutRunView.as_view()),
    path("payout-runs/<uuid:uid>/payouts", payouts.PayoutsView.as_view()),
    path("payout-runs/<uuid:uid>/decide", payouts.DecidePayoutView.as_view()),
    path("payout-runs/<uuid:uid>/file", payouts.ExportPayoutView.as_view()),
    path("payout-runs/<uuid:uid>/result", payouts.ResultView.as_view()),
    path("payout-runs/<uuid:uid>/close", payouts.ClosePayoutView.as_view()),
    path("payouts/<uuid:uid>/sign", payouts.SignCashView.as_view()),
    path("deductions", lines.AgreementsView.as_view()),
    path("deductions/<uuid:uid>/end", lines.EndAgreementView.as_view()),
]
