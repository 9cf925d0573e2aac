# python: 3
# worker: own
# traceback
def start():
    import raises
start()
