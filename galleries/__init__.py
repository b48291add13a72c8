"""Pictures of goods and of the places where they are made.

Owns: pictures (one rendition service for all), the pictures of a listing, albums and their
photos. May import: catalog. A picture is re-encoded when it comes in, so that nothing of the
camera stays in it, and is named by the hash of what it shows.
"""
