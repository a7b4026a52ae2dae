"""The set-up file: its tables, its keys, and the rider on the bicycle they describe."""
