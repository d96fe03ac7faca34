"""Reports of places that do not exist, with questions whose gold is known by construction.

What the assistant can do on them it does not owe to the reports that it was built beside.
"""
