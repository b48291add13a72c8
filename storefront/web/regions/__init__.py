"""/wilayah/: the portal of regional offices, phone first: what waits, papers, goods.

Owns: views and addresses of what officers decide; central officers see every office here, auditors
look and change nothing. Every view is a `region_page`; it parses, asks a selector or a service,
renders. Works without JavaScript; regions.js only spares typing. May import: `storefront.access`,
the domain packages, `storefront.web`; no other portal.
"""
