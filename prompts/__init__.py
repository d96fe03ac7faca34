"""Words for people: templates and sentences, never logic."""
