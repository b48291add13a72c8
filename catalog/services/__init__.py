"""Writes of the catalogue: keyword-only, actor first; lock, check, change, audit, announce."""
