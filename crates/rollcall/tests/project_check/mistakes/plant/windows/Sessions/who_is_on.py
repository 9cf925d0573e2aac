# Nothing is wrong until the second line.
table = = event.source
