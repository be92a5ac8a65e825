"""What is known round one question: its residents, its parts, its team. A signal opens it, a case carries it on."""
