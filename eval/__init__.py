"""How good the answers are, exactly and repeatably: questions, runs, scores, comparisons."""
