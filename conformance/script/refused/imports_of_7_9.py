# What a script of 7.9 cannot import, and what it is told.
for name in ['os', 'os.path', 'subprocess', 'popen2', 'commands', 'socket', 'urllib2', 'httplib', 'threading', 'thread', 'logging', 'tempfile', 'pickle', 'cPickle', 'gzip', 'sqlite3', 'smtplib', 'xml.dom.minidom', 'getpass', 'glob', 'Tkinter', 'queue', 'enum', 'urllib.request', 'json.nothing', 'no_such_module']:
    try:
        __import__(name)
        print name, 'is imported'
    except ImportError, e:
        print name, '->', e

import urllib, urllib2, io, codecs, Queue
for call in [lambda: urllib.urlopen('http://plant/'), lambda: urllib2.urlopen('http://plant/'), lambda: io.open('a'), lambda: codecs.open('a'), lambda: Queue.Queue().get()]:
    try:
        call()
    except Exception, e:
        print e.__class__.__name__, e
