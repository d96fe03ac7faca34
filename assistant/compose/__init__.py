"""Engines that turn evidence and calculations into a draft."""
