"""From text to Report, one module per difficulty."""
