"""/petugas/: the portal of facility staff and of those who look after them, phone first.

Owns: views and addresses of what people of a facility do. Every view is an `inside_page`; it
parses, asks a selector or a service with `actor_of(request)`, renders. Works without JavaScript;
staff.js only saves drafts and spares reloads. May import: `storefront.access`, the domain packages,
`storefront.web`; no other portal.
"""
