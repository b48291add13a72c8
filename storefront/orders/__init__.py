"""Buying: baskets, delivery, orders, payments, shares of proceeds.

Owns: what a checkout and an order of Saleor's mean in this shop (one facility order a facility),
delivery and its rates, payment providers, refunds, and the ledgers of money and proceeds.
May import: catalog, legality, galleries; Saleor in `saleor_adapter` alone. Knows no page and no
GraphQL type.

Vocabulary. Basket: a checkout of Saleor's before it is placed. Shop order: what a buyer placed and
pays once. Facility order: the part of it that one facility makes, packs and hands over. Parcel: one
handing over of a facility order. Attempt: one try to pay a shop order with one provider. Move of
money: what really came or went, append-only.
"""
