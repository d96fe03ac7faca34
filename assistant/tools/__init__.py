"""Deterministic tools: the only place where arithmetic happens."""
