"""The page: what a browser is given, built from the reports and answers as they are."""
