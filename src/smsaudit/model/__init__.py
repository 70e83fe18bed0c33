"""Pure nouns that every stage shares; imports only the standard library."""
