"""Pictures of results as SVG: no script, no network, readable without colour, each with its words beside it."""
