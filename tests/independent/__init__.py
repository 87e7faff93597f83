"""A second engineer's survey, with values expected from the written rules alone."""
