"""Training of the language pipeline that `kg` ships; nothing here is needed at run time."""
