"""The public GraphQL API: our own narrow types in Saleor's idiom, at /graphql/.

Owns: the schema (one module a noun), what a document may cost (limits.py), how a message becomes
an answer (view.py), and the documents that can be asked for by name (documents/*.graphql).
May import: the domain packages' selectors and types, catalog.saleor_adapter's api_* reads. Never
storefront.web, and no model.

How a list stays a handful of statements: rows that came together are siblings (loaders.py), and
whatever one of them is asked for is read for all of them at once. Everything is read-only and
public; a request's cookies, session and user are never looked at.
"""
