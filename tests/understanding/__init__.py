"""Tests of reading messages, and the corpora they are measured on."""
