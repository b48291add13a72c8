"""Writes of legality: papers and the clearances that open the publication door."""
