"""The documents and what is known about them: passages to cite, the framework's numbers, and search.

This package reads files and keeps an index; it computes nothing with money and never asks a model. It imports
``tools`` for the types of facts and parameters, and nothing of ``agent``.
"""
