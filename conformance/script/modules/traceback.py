# worker: own
# traceback
import units
units.fail()
