"""Who may do what: the code lists, the matrix, the grounds and the decision, all without a database."""
