"""Payment providers behind one interface: see `base`; which there are here: see `registry`."""
