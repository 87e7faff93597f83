"""The documentation: reference pages from the algorithms' own help and from the project's data, and the site."""
