# python: both
print(event)
