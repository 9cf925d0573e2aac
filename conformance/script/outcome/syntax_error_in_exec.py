# python: 3
# traceback
def run(text):
    exec(text)

run("a b")
