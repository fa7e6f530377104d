"""What leaves the house: drafted, cleared, signed, numbered, dispatched."""
