"""What is known round one question: residents, parts and team. A signal opens it, a case carries it on."""
