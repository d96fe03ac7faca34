"""The reports' own numbers, recomputed: one check per module, each a generator of findings."""
