"""Questions, runs and scores: accuracy as an exact, repeatable number."""
