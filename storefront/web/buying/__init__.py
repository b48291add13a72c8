"""Pages of buyers: basket, delivery, paying, orders.

Owns: what a visitor's browser carries of a basket, and the pages on which something is bought. May
import: storefront.orders, the domain packages' selectors, storefront.access, web's shared modules.
Knows no other portal.
"""
