"""Reads of the catalogue: frozen values in the language asked for, a stated number of statements."""
