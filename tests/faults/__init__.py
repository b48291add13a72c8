"""What goes wrong in a real shop, done to one: workers killed, the database restarted, buyers all
at once, mail and broker off. Everything is driven from outside, over HTTP, and counted in the
database afterwards.

`python3 -m storefront faults` does all rounds and prints the table; the suite does one of each.
"""
