"""/pusat/: what central officers keep, by Django's admin asking our policies.

Owns: the admin site and its model pages. Never Saleor's raw models. Writes go through services
where there is one; all run as the officer (`catalog.acting`). May import: `storefront.access`, the
domain packages, `storefront.web`; no other portal.
"""
