"""Map sheets: one machinery for all maps, on layout templates that users may edit and swap."""
