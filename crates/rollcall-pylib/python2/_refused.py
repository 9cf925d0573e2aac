"""Why a module of Python 2.7 is kept from scripts, and what there is instead."""

import __builtin__

_HOST = "scripts have no access to the host's files, processes or sockets"
_THREADS = "a worker runs one script at a time, in one thread"
_XML = "the engine's XML parser loses elements"
_DEVELOPER = "it is not part of this library"
_NO_JAVA = "there is no Java machine"
_EXECUTES = "it runs whatever it is given"

# Why, what to use instead, and the modules.
_TABLE = (
    (_HOST, None, """
        BaseHTTPServer Bastion CGIHTTPServer SimpleHTTPServer SocketServer anydbm asynchat asyncore bsddb code
        ctypes dbhash dbm dircache dumbdbm fcntl filecmp fileinput fnmatch ftplib gdbm glob grp imaplib imputil
        macpath mailbox mmap nntplib nt ntpath os2emxpath pipes platform pkgutil poplib posix posixfile
        pty pwd resource runpy select shutil site smtpd socket spwd ssl stat statvfs symtable syslog sysconfig tarfile
        telnetlib termios tty user whichdb winreg _winreg xmlrpclib zipimport"""),
    (_HOST, "'/'.join(parts) to put paths together", "os posixpath"),
    (_HOST, None, "commands popen2 subprocess signal imp"),
    (_HOST, "system.security.getUsername", "getpass"),
    (_HOST, "system.util.getLogger", "logging"),
    (_HOST, "system.gui", "Tkinter curses readline webbrowser cmd pdb"),
    (_HOST, "StringIO.StringIO", "tempfile"),
    (_HOST, "zlib for data in memory", "gzip zipfile bz2"),
    (_HOST, "urllib.quote and urllib.urlencode to make addresses", "httplib httplib2 cookielib Cookie robotparser"),
    (_HOST, "system.db", "sqlite3 zxJDBC"),
    (_HOST, None, "smtplib email mimetypes mimetools rfc822 mhlib"),
    (_THREADS, "system.util.invokeAsynchronous or system.util.invokeLater", """
        thread threading multiprocessing dummy_thread dummy_threading sched mutex asyncio synchronize"""),
    (_EXECUTES, "json", "pickle cPickle shelve marshal"),
    (_XML, "HTMLParser, which reports tags, attributes and texts", "xml xmllib pyexpat sgmllib htmllib"),
    (_DEVELOPER, "getopt", "optparse argparse"),
    (_DEVELOPER, "time.clock", "timeit profile cProfile hotshot trace"),
    (_DEVELOPER, "traceback", "unittest doctest pydoc"),
    (_DEVELOPER, "compile and eval", "ast compiler parser symbol token tokenize dis codeop pyclbr tabnanny"),
    (_DEVELOPER, "a dictionary", "gettext"),
)

_REASONS = {
    name: f"{why}; use {instead}" if instead else why
    for why, instead, names in _TABLE
    for name in names.split()
}


# What stands for classes of Java that scripts import; those that there are, are in the runtime.
_CLASSES = {
    name: instead
    for instead, names in (
        ("datetime and time.strptime", "SimpleDateFormat DateFormat Calendar GregorianCalendar Timestamp"),
        ("a list", "ArrayList LinkedList Vector Arrays Collections"),
        ("a dictionary", "HashMap Hashtable TreeMap LinkedHashMap Properties"),
        ("a set", "HashSet TreeSet LinkedHashSet"),
        ("time.time and time.sleep", "System"),
        ("system.util.invokeAsynchronous or system.util.invokeLater", "Thread Runnable Timer SwingUtilities"),
        ("str and unicode", "String StringBuilder StringBuffer Character"),
        ("int, long, float and bool", "Integer Long Short Byte Double Float Boolean Number"),
        ("math", "Math"),
        ("decimal", "BigDecimal DecimalFormat NumberFormat math"),
        ("long", "BigInteger"),
        ("random", "Random"),
        ("uuid", "UUID"),
        ("urllib", "URLEncoder URLDecoder"),
        ("system.gui.messageBox, confirm and inputBox", "JOptionPane"),
        ("StringIO", "io StringReader StringWriter ByteArrayInputStream ByteArrayOutputStream"),
    )
    for name in names.split()
}


def refuse(what):
    """Raises what a script gets that calls a function for which there is no host."""
    raise __builtin__.IOError(f"{what}() is not available: {_HOST}")


def reason(name):
    """Why there is no such module, or None if nothing is held against it."""
    if name.startswith("com.inductiveautomation."):
        return "the classes of the original are not provided; what there is of them is listed in docs/scripting.md"
    if name.startswith(("java.", "javax.", "org.")):
        instead = _CLASSES.get(name.rpartition(".")[2])
        return f"{_NO_JAVA}; use {instead}" if instead else _NO_JAVA
    return _REASONS.get(name.partition(".")[0])
