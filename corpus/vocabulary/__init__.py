"""Indicators, abbreviations, places, units: data files and their loader."""
