"""A mapping sheet comes in: reading (catalog.mapping), planning against what is there, writing
through catalog's and legality's services, and the report with the sheet given back.

`intake.mapping_import` is the one way in, for the command and for pages.
"""
