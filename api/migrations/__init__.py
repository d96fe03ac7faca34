"""The forms that the doors' tables have had, one step each."""
