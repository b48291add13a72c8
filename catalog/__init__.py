"""What is for sale and by whom: facilities, regions, listings, and the read model of the shop.

Owns: regions, regional offices, facilities, units, brands, partners, listings, flagships, the card
table that every list reads, the audit table, the outbox, and the files' addresses. May import:
Django, boto3 in `storage`, Saleor in `saleor_adapter` alone. Knows nothing of legality or
galleries: they write their columns of a card through `services.readmodel`.

A write is a service, a read is a selector, a rule of who may is a policy.
"""
