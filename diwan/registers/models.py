"""The registers as bound books: pages, proof, figures."""
