"""Mails of legality: what the office decided, what went off sale, which papers end.

Who is told of what stands in `legality.models.Notice`, one row a person and thing. The mail is
sent while that row is locked and is marked with it, so that a worker who dies in between, or two
at once, send nothing twice.
"""
