"""Who must concur, check and sign before a paper goes out."""
