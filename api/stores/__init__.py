"""What the doors remember of people: conversations, feedback, jobs, keys. Never a word of a report's own."""
