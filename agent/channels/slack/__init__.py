"""The Slack channel: deliveries in, checked replies out, each message answered once."""
