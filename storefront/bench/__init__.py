"""How fast the shop is: N synthetic listings, the real server with two workers, a bounded load.

`python3 -m storefront bench` prints CPU milliseconds a request (application and PostgreSQL
apart), requests a second, p50 and p99, statements, bytes and memory. Compare CPU and ratios: on a
shared machine times swing. Nothing here asserts a time.
"""
