"""From Report to Figures: table cells, clauses of prose, footnotes."""
