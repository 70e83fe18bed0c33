"""Searches for inputs that crash, hang, leak or spoil an answer: `python3 run.py fuzz`."""
