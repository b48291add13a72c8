"""Log-in, second factor, passwords, sessions: pages that everybody with a key has.

Owns: addresses under /masuk/ and /akun/. May import: `storefront.access`, the domain packages,
`storefront.web`.
"""
