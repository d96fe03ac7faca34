"""One adapter per store, each the only one to know its library."""
