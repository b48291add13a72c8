"""The seam to Saleor's products and stock: its rows in, our values out.

The only place of the domain packages that imports Saleor or names its tables.
"""
