"""What the reports say: from a file to passages, figures and indexes."""
