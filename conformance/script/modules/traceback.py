# python: 3
# worker: own
# traceback
import units
units.fail()
