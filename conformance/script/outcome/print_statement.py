# python: 3
# traceback
print "x"
