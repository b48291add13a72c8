"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id at the cost that OWASP names for servers: 19 MiB, two passes, one lane. Django's own
    takes 100 MiB and a third of a second: a few log-ins at once would take the shop down."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
