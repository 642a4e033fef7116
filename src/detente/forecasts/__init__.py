"""What may happen next: forecasts of a negotiated issue, each with how good its method was before."""
