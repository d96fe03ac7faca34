"""How fast it is, beside what people use today, on corpora of invented reports."""
