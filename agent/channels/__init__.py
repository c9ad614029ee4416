"""Front ends: each translates messages in, asks the advisor, and translates its replies out."""
