"""The hall: manners shared by all rooms — who may come in, forms, pages, errors, headers."""
