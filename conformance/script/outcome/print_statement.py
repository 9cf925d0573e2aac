# traceback
print "x"
