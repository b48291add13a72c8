"""Mapping sheets: values, shapes of sheets, hostile files, what comes of them in the shop."""
