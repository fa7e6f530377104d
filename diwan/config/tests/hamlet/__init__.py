"""The smallest office that the front door can open: the tests start and stop it in a second."""
