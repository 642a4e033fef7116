"""détente: who holds what in a peace negotiation, each line tied to the sentence that carries it."""

__version__ = "0.1.0"
