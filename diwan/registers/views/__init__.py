"""Pages of the registers, of a matter, of "where is it?" and of the figures."""
