"""Who is told what, and how it reaches them: catalogue, outbox, channels, preferences, public subscriptions."""
