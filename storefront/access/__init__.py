"""Who somebody is: log-in, second factor, sessions, invitations, tokens.

Accounts are Saleor's user rows; what somebody may do comes from memberships (`catalog`), never from
Saleor's permissions or groups. Log-in is django-two-factor-auth's, lock-out django-axes', mended
where they fall short (see `views` of `storefront.web.account`, and `locks`). May import: the domain
packages. Surfaces (`storefront.web`, `storefront.graphql`) sit on it.
"""
