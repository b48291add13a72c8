"""Addresses of the staff portal; one module a topic."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from storefront.web import scans
from storefront.web.staff import (
    delivery,
    facility,
    history,
    hours,
    listing_edit,
    listings,
    order_part,
    order_prints,
    orders,
    paper_form,
    paper_numbers,
    papers,
    people,
    people_acts,
    photos,
    proceeds,
    sketches,
    stock_moves,
    stock_saves,
    stock_table,
    today,
    tokens,
    units,
)

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("bukti/<str:ticket>/", scans.scan_file, name="scan_file"),
    path("orang/", people.people, name="people"),
    path("orang/pusat/", people.shop_people, name="shop_people"),
    path("orang/akun/<int:user_id>/", people_acts.person, name="person"),
    path("orang/akun/<int:user_id>/tutup/", people_acts.person_close, name="person_close"),
    path("orang/akun/<int:user_id>/buka/", people_acts.person_open, name="person_open"),
    path("orang/akun/<int:user_id>/pengaman/", people_acts.person_factor, name="person_factor"),
    path("orang/tugas/<int:membership_id>/", people_acts.membership, name="membership"),
    path(
        "orang/tugas/<int:membership_id>/ubah/",
        people_acts.membership_role,
        name="membership_role",
    ),
    path(
        "orang/tugas/<int:membership_id>/akhiri/", people_acts.membership_end, name="membership_end"
    ),
    path(
        "orang/tugas/<int:membership_id>/pengaman/",
        people_acts.membership_factor,
        name="membership_factor",
    ),
    path(
        "orang/undangan/<int:invitation_id>/kirim/",
        people_acts.invitation_send,
        name="invitation_send",
    ),
    path(
        "orang/undangan/<int:invitation_id>/cabut/",
        people_acts.invitation_end,
        name="invitation_end",
    ),
    path("kantor/<slug:slug>/orang/", people.office_people, name="office_people"),
    path("mitra/<slug:slug>/orang/", people.partner_people, name="partner_people"),
    path("<slug:slug>/orang/", people.facility_people, name="facility_people"),
    path("<slug:slug>/stok/", stock_table.stock, name="stock"),
    path("<slug:slug>/stok/buku/", stock_moves.stock_ledger, name="stock_ledger"),
    path("<slug:slug>/stok/buku.csv", stock_moves.stock_ledger_csv, name="stock_ledger_csv"),
    path("<slug:slug>/stok/<int:variant_id>/", stock_moves.stock_variant, name="stock_variant"),
    path(
        "<slug:slug>/stok/<int:variant_id>/catatan.csv",
        stock_moves.stock_variant_csv,
        name="stock_variant_csv",
    ),
    path(
        "<slug:slug>/stok/catatan/<int:move_id>/urungkan/",
        stock_moves.stock_undo_move,
        name="stock_undo_move",
    ),
    path("<slug:slug>/stok/simpanan/", stock_saves.stock_saves, name="stock_saves"),
    path(
        "<slug:slug>/stok/simpanan/<int:save_id>/urungkan/",
        stock_table.stock_undo_save,
        name="stock_undo_save",
    ),
    path("<slug:slug>/", today.today_of, name="today_of"),
    path("<slug:slug>/barang/", listings.listing_list, name="listings"),
    path("<slug:slug>/barang/baru/", listing_edit.listing_new, name="listing_new"),
    path("<slug:slug>/barang/draf/", sketches.sketch_autosave, name="sketch_autosave"),
    path("<slug:slug>/barang/draf/<uuid:key>/", sketches.sketch_page, name="sketch"),
    path("<slug:slug>/barang/draf/<uuid:key>/buang/", sketches.sketch_discard, name="sketch_drop"),
    path("<slug:slug>/barang/foto/", photos.photo_upload, name="photo_upload"),
    path("<slug:slug>/barang/<int:listing_id>/", listing_edit.listing_page, name="listing"),
    path(
        "<slug:slug>/barang/<int:listing_id>/<slug:act>/", listings.listing_act, name="listing_act"
    ),
    path("<slug:slug>/surat/", papers.papers, name="papers"),
    path("<slug:slug>/surat/baru/", paper_form.paper_new, name="paper_new"),
    path("<slug:slug>/surat/nomor/", paper_numbers.number_said, name="paper_number"),
    path("<slug:slug>/surat/<int:paper_id>/", papers.paper, name="paper"),
    path("<slug:slug>/surat/<int:paper_id>/ubah/", paper_form.paper_change, name="paper_change"),
    path("<slug:slug>/surat/<int:paper_id>/lagi/", papers.paper_again, name="paper_again"),
    path("<slug:slug>/surat/<int:paper_id>/pindaian/", papers.paper_scan, name="paper_scan"),
    path(
        "<slug:slug>/surat/<int:paper_id>/pindaian/<int:evidence_id>/buang/",
        papers.paper_scan_remove,
        name="paper_scan_remove",
    ),
    path("<slug:slug>/riwayat/", history.facility_history, name="history"),
    path(
        "<slug:slug>/riwayat/<slug:word>/<int:key>/", history.object_history, name="object_history"
    ),
    path("<slug:slug>/kunci/", tokens.tokens, name="tokens"),
    path("<slug:slug>/kunci/<int:token_id>/cabut/", tokens.token_end, name="token_end"),
    path("<slug:slug>/profil/", facility.profile, name="profile"),
    path("<slug:slug>/profil/urungkan/<int:entry_id>/", facility.undo, name="profile_undo"),
    path("<slug:slug>/jam/", hours.hours, name="hours"),
    path("<slug:slug>/pengiriman/", delivery.delivery, name="delivery"),
    path("<slug:slug>/hasil/", proceeds.proceeds, name="proceeds"),
    path("<slug:slug>/pesanan/", orders.orders, name="orders"),
    path(
        "<slug:slug>/pesanan/cetak/<slug:sheet>.pdf", order_prints.order_sheet, name="order_sheet"
    ),
    path("<slug:slug>/pesanan/<slug:number>/", order_part.order, name="order"),
    path("<slug:slug>/unit/", units.units, name="units"),
    path("<slug:slug>/unit/baru/", units.unit_new, name="unit_new"),
    path("<slug:slug>/unit/<int:row_id>/", units.unit, name="unit"),
    path("<slug:slug>/unit/<int:row_id>/hapus/", units.unit_remove, name="unit_remove"),
    path("<slug:slug>/merek/baru/", units.brand_new, name="brand_new"),
    path("<slug:slug>/merek/<int:row_id>/", units.brand, name="brand"),
    path("<slug:slug>/merek/<int:row_id>/hapus/", units.brand_remove, name="brand_remove"),
]
