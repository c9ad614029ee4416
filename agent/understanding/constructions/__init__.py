"""Named constructions: by what they are about where both languages order their words alike, else a file a language."""
