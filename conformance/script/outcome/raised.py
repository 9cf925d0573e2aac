# python: 3
# traceback
def deep(n):
    if n == 0:
        return {}["key"]
    return deep(n - 1)

class Plant:
    def start(self):
        deep(6)

Plant().start()
