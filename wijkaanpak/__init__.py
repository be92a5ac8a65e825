"""The house of wijkaanpak: from a signal in the neighbourhood to a case that is shared on a stated ground."""

__version__ = "0.1.0"
