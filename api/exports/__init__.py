"""What people take away: Word with real footnotes, Markdown, plain text, spreadsheets, charts."""
