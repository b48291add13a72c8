"""Whole answers, kept: what an anonymous visitor asked before is answered before Django.

Stands around the Django application (storefront/wsgi.py) and knows no page. One request passes:

keys      which question this is, or that it is none of ours (a session, a file, another method)
clock     which version the catalogue has; each worker asks the database once a second
memory    answers by question, in this process, bounded by bytes
flights   who makes an answer that is not there: one request, the others wait or get the old one
shared    the same answers between machines, in Redis or Valkey, when CACHE_URL names one
answers   an answer: compressed once, with its ETag, as a client's headers ask for it
front     puts the above together

What is promised: nothing is answered that was no longer so BOUND seconds ago. An answer carries
the version under which it was made. As long as the version is the same the answer is true. When it
has moved, the answer was true at the last moment at which the version was still seen, and may be
given until HELD seconds after that moment, while one request makes it anew. A worker that cannot
ask the database knows nothing, and after HELD seconds gives nothing. The law's date is part of the
version, so that midnight in Jakarta is a move like any other.
"""
