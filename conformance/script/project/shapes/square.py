import units

def area(side):
    return side * side

def lazy():
    return units.celsius(32)
