"""Addresses of log-in and account. The namespace is the one that two_factor's own views name."""

from __future__ import annotations

from django.urls import path

from storefront.web.account import (
    factor,
    invitation,
    overview,
    own_addresses,
    own_data,
    own_email,
    own_orders,
    password,
    register,
    unsent,
)
from storefront.web.account.login import LeaveView, LoginView

app_name = "two_factor"
urlpatterns = [
    path("masuk/", LoginView.as_view(), name="login"),
    path("masuk/lupa/", password.lost, name="password_lost"),
    path("masuk/lupa/terkirim/", password.lost_sent, name="password_lost_sent"),
    path("masuk/undangan/<str:word>/", invitation.invitation, name="invitation"),
    path("masuk/sandi/<str:word>/", password.reset, name="password_reset"),
    path("akun/", overview.account, name="account"),
    path("akun/daftar/", register.register, name="register"),
    path("akun/daftar/terkirim/", register.sent, name="register_sent"),
    path("akun/daftar/<str:word>/", register.confirm, name="register_confirm"),
    path("akun/pesanan/", own_orders.orders, name="orders"),
    path("akun/alamat/", own_addresses.book, name="addresses"),
    path("akun/alamat/baru/", own_addresses.new, name="address_new"),
    path("akun/alamat/<int:address_id>/", own_addresses.one, name="address"),
    path("akun/alamat/<int:address_id>/hapus/", own_addresses.remove, name="address_remove"),
    path("akun/alamat/<int:address_id>/utama/", own_addresses.default, name="address_default"),
    path("akun/data/", own_data.data, name="data"),
    path("akun/data/unduh/", own_data.download, name="data_download"),
    path("akun/data/setuju/<int:consent_id>/", own_data.withdraw, name="consent_withdraw"),
    path("akun/tutup/", own_data.close, name="close"),
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
