"""Exporters: a brief as a page, as Markdown, as JSON; each is `render(brief, *, documents) -> str`."""
