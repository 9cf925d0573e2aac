# python: 3
# worker: own
# traceback
import broken
