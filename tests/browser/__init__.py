"""The shop as a browser sees it: a real server, the demo shop, a real Chromium."""
