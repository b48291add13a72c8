"""Loading what stands under `fixtures/`: reference data always, the demo shop when asked.

Both are idempotent: loading twice changes nothing more.
"""
