"""Pages, charts, reports and terminal output. Everything here escapes the text that it shows."""
