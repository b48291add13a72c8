"""Reads of the catalogue: frozen values in the language asked for, their statements counted."""
