"""The shop with real servers beside it: object storage, mail, a collector of faults."""
