x = 1
def half(
