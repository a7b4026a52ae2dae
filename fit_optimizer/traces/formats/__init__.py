"""The file formats of recordings, one a file."""
