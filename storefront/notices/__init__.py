"""Mails of legality and of orders. Of legality: what was decided, what is off sale, what ends.

Who is told of what stands in `legality.models.Notice`, one row a person and thing. The mail is
sent while that row is locked and is marked with it, so that a worker who dies in between, or two
at once, send nothing twice.

Mails of orders stand in `orders` (who is told, once) and `order_letters` (what is said).
"""
