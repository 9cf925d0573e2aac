# worker: own
# traceback
def start():
    import raises
start()
