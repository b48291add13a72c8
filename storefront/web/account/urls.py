"""Addresses of log-in and account. The namespace is the one that two_factor's own views name."""

from __future__ import annotations

from django.urls import path

from storefront.web.account import factor, invitation, overview, own_email, password, unsent
from storefront.web.account.login import LeaveView, LoginView

app_name = "two_factor"
urlpatterns = [
    path("masuk/", LoginView.as_view(), name="login"),
    path("masuk/lupa/", password.lost, name="password_lost"),
    path("masuk/lupa/terkirim/", password.lost_sent, name="password_lost_sent"),
    path("masuk/undangan/<str:word>/", invitation.invitation, name="invitation"),
    path("masuk/sandi/<str:word>/", password.reset, name="password_reset"),
    path("akun/", overview.account, name="account"),
    path("akun/lanjut/", unsent.unsent, name="unsent"),
    path("akun/keluar/", LeaveView.as_view(), name="leave"),
    path("akun/keluarkan/", overview.sessions_close, name="sessions_close"),
    path("akun/keluarkan/<slug:name>/", overview.session_close, name="session_close"),
    path("akun/sandi/", password.change, name="password"),
    path("akun/surel/", own_email.change, name="email"),
    path("akun/surel/<str:word>/", own_email.confirm, name="email_confirm"),
    path("akun/pengaman/", factor.factor, name="factor"),
    path("akun/pengaman/pasang/", factor.set_up, name="setup"),
    path("akun/pengaman/ganti/", factor.replace, name="factor_replace"),
    path("akun/pengaman/kode/", factor.codes, name="codes"),
    path("akun/pengaman/qr.svg", factor.QrView.as_view(), name="qr"),
]
