# python: 3
print(event)
