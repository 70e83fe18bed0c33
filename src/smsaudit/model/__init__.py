"""Pure nouns that every stage shares; imports nothing but the standard library and msgspec."""
