"""A question in everyday Vietnamese, understood."""
