import units
value = units.fail()
