"""Telling people that something happened, inside and by mail, and never what it is about."""
