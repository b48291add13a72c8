"""The selling application: the process, the surfaces and, later, orders.

Owns: settings, the commands (`python3 -m storefront ...`), the pages under `web/`, the GraphQL
schema under `graphql/`. May import: catalog, legality, galleries. Vocabulary: README, glossary.

This module and `__main__` import the standard library alone, so that they run before anything is
installed.
"""

__version__ = "0.1.0"
