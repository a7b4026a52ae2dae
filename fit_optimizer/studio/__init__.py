"""The studio: set-ups tried out in the browser. A server on this machine, and the page that talks to it."""
