"""Scans of papers made harmless: what comes is looked through and drawn anew, never kept.

Parts: what a file is (`kinds`), pictures (`pictures`), PDFs (`screening`, `drawing`), the process
apart in which they are opened (`apart`), the door to it (`cleaning`), and blackening for the public
(`blackening`). Files are opened in that process alone: its memory, time and output are bounded and
it holds no secret, so that a file which breaks a decoder breaks nothing else.

PDFs are not mended but drawn: every page becomes a picture and the pictures a new PDF. Mending
would have to know everything that a PDF can hide (scripts, links, layers, words below pictures,
earlier versions, names of authors); a picture holds what can be seen and nothing else. The price:
a digital signature can no longer be checked in what is kept, only seen, and text cannot be
searched. At 200 dots an inch small print and QR codes stay readable.
"""
