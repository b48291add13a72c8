"""Live rates of couriers: an interface, one adapter, and asking with a cache, a time limit and a
breaker. Off without a key; the rate table is what counts then, and whenever an answer fails.

Knows no table: what is asked and answered are plain values.
"""
