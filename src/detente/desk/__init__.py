"""Desk: the use cases, and the only place that chains steps and touches files, clock, settings and stores."""

DEFAULT_READER = "model"
DEFAULT_ATTRIBUTOR = "model"
