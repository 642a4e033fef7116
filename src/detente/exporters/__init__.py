"""Exporters: a brief as a page, as Markdown, as JSON. Each is `render(brief, *, documents) -> str`, chosen by name."""
