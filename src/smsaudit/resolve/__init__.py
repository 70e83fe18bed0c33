"""Answers what an expression refers to, across the modules of the tree, on demand."""
