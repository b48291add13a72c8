"""May it be shown: certificates, rules, clearances.

Owns: kinds of certificate (data), certificates and what they cover, the rules, and the clearance
that the publication door asks for. May import: catalog. Nothing legal is hard-coded: kinds and
their patterns are rows; a rule is a pure function of facts and a date; a number is read by a pure
function of its text and the kinds (`reading`), and `numbers` gives it what stands in the tables.
"""
