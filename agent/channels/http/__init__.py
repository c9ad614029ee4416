"""The HTTP channel: an OpenAI-compatible and a typed API, and what an operator asks of a service."""
