"""Reading the sheets in which offices keep what their facilities make.

Owns: bytes to lines (archive, xlsx, separated, opening), lines to tables (headings, tables), cells
to values (prices, weights, dates, papers, marks), words to facilities and kinds (names, kinds).
Pure: no database, no settings. What a cell holds comes back as a value, as None when it is empty,
as a Flaw (why it cannot be taken) or as a Doubt (what has to be asked); nothing is guessed.
"""
