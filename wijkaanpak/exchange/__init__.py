"""The service hatch: what other systems read here, and what is sent to them."""
