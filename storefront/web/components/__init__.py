"""Parts of pages that are joined as strings because a page holds many of them.

A component takes plain values, escapes every text it prints and returns safe markup. Parts that
stand once in a page are templates under templates/components/.
"""
