# python: 3
# A function that takes the place of one of the engine's keeps its documentation.
for function in (min, max, eval, exec, compile, isinstance, issubclass):
    print(function.__name__, bool(function.__doc__))
print(max.__doc__.startswith("max("))
# So does a method.
print([bool(method.__doc__) for method in (bytes.decode, str.__add__)])
