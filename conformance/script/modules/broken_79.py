# worker: own
# traceback
import broken
