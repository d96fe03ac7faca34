"""What the doors take and give, as pydantic models: the nouns' look from outside."""
