"""What happened, once and for ever: the audit log, the outbox of the bell and the timeline are one record."""
