"""The public shop: home, catalogue, product, and beside them places and galleries.

Owns: views and addresses of what visitors see. May import: the domain packages' selectors, types
and errors, `storefront.web`. A view parses, asks selectors, renders; nothing in a page depends on
the visitor.
"""
