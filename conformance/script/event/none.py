print(event)
