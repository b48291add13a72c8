"""Stock Saleor 2.10.1, run beside the shop and never inside it.

Owns: Saleor's own settings, its GraphQL schema and its dummy gateway on today's platform
(`settings`, `urls`, `shims`), the attempts that it lets through (`attempts`, tried here and on the
shop alike), and the server that `bench` compares the shop with (`peer`). Imports nothing of the
shop but `storefront.compat`, which gives Saleor the names it starts with.

Run with: DJANGO_SETTINGS_MODULE=tests.stock.settings python -m pytest tests/stock
"""
