"""The language-model reader (extra `llm`): a model proposes statements, code decides which of them may be shown to a person."""
