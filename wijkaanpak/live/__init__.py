"""The bell in every browser: it says that something happened, never what."""
