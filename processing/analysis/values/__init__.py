"""How values of survey and zone columns are read: one reader for each declared kind of value."""
