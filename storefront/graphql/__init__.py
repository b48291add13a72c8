"""The public GraphQL API: our own narrow types in Saleor's idiom, at /graphql/.

Owns: the schema (one module a noun), what a document may cost (limits.py), how a message becomes
an answer (view.py), the documents that can be asked for by name (documents/*.graphql), and what
clients with a key read and change (actor.py, own_*.py, mutation.py).
May import: the domain packages' selectors, services and types, catalog.saleor_adapter's api_*
reads, storefront.access. Never storefront.web, and no model.

How a list stays a handful of statements: rows that came together are siblings (loaders.py), and
whatever one of them is asked for is read for all of them at once. Strangers read what is public; a
request's cookies, session and user are never looked at, only a key in the header Authorization.
"""
