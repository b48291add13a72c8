"""Addresses of buying, the same in both languages but for the prefix."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from storefront.web.buying import (
    address,
    basket,
    order,
    order_acts,
    order_nota,
    order_returns,
    pay,
    practice,
    review,
    ways,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("keranjang/", basket.basket, name="basket"),
    path("keranjang/jumlah/", basket.count, name="basket_count"),
    path("keranjang/tambah/", basket.add, name="basket_add"),
    path("keranjang/ubah/", basket.change, name="basket_change"),
    path("keranjang/nanti/", basket.later, name="basket_later"),
    path("keranjang/setujui/", basket.accept, name="basket_accept"),
    path("keranjang/ambil/", basket.fetch, name="basket_fetch"),
    path("keranjang/voucher/", basket.voucher, name="basket_voucher"),
    path("checkout/alamat/", address.address, name="checkout_address"),
    path("checkout/alamat/cari/", address.search, name="checkout_address_search"),
    path("bayar/latihan/<uuid:practice_key>/", practice.practice, name="pay_practice"),
    path("bayar/<uuid:order_token>/", pay.pay, name="pay"),
    path("bayar/<uuid:order_token>/bukti/", pay.proof, name="pay_proof"),
    path("checkout/pengiriman/", ways.ways, name="checkout_ways"),
    path("checkout/periksa/", review.review, name="checkout_review"),
    path("checkout/pesan/", review.order, name="checkout_order"),
    path("pesanan/", order.find, name="order_find"),
    path("pesanan/<uuid:token>/", order.order, name="order"),
    path("pesanan/<uuid:token>/batal/", order_acts.cancel, name="order_cancel"),
    path("pesanan/<uuid:token>/lagi/", order_acts.again, name="order_again"),
    path("pesanan/<uuid:token>/nota.pdf", order_nota.nota, name="order_nota"),
    path("pesanan/<uuid:token>/<int:place>/batal/", order_acts.cancel, name="part_cancel"),
    path("pesanan/<uuid:token>/<int:place>/kembali/", order_returns.ask_back, name="return_ask"),
]
