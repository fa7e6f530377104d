"""Pages of clearance: what waits for a visa, the circuits, the register of delegations of signature."""
