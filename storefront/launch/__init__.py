"""The commands that start, check, keep and look after a shop.

Two halves. `cli`, `problems`, `places`, `console` and `environment` are the standard library
alone: they run before anything is installed, make `.venv` and start again inside it. The rest
runs inside: the embedded PostgreSQL (`embedded`), who may do what in it (`roles`), its schema
(`schema`), which database this is (`database`), the processes (`processes`, `web`), and one module
for each command.

Vocabulary: a *place* is a folder of this shop; a *child* is a process that `up` watches; a
*leftover* is one that outlived the `up` which started it.
"""
