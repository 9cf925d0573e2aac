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
        BaseHTTPServer CGIHTTPServer DocXMLRPCServer SimpleHTTPServer SimpleXMLRPCServer SocketServer _socket anydbm
        asynchat asyncore binhex bsddb code ctypes dbexts dbhash dbm dircache dl dumbdbm fcntl filecmp fileinput
        ftplib gdbm genericpath glob grp imaplib imghdr imputil isql javapath javashell macpath macurl2path mailbox mailcap
        mmap netrc nntplib nt ntpath nturl2path os2emxpath pipes platform pkgutil poplib posix posixfile pty pwd
        py_compile compileall resource runpy select shutil site smtpd sndhdr socket spwd ssl stat statvfs syslog
        sysconfig tarfile telnetlib termios tty user wave aifc sunau audiodev whichdb winreg _winreg wsgiref xmlrpclib
        zipimport"""),
    (_HOST, "'/'.join(parts) to put paths together", "os posixpath"),
    (_HOST, None, "commands popen2 subprocess signal imp ihooks distutils ensurepip crypt"),
    (_HOST, "system.security.getUsername", "getpass"),
    (_HOST, "system.util.getLogger", "logging"),
    (_HOST, "system.gui", "Tkinter curses readline rlcompleter webbrowser cmd pawt"),
    (_HOST, "StringIO.StringIO", "tempfile"),
    (_HOST, "zlib for data in memory", "gzip zipfile bz2"),
    (_HOST, "urllib.quote and urllib.urlencode to make addresses", "httplib httplib2 cookielib robotparser"),
    (_HOST, "system.db", "sqlite3 zxJDBC"),
    (_HOST, None, "smtplib mhlib"),
    (_THREADS, "system.util.invokeAsynchronous or system.util.invokeLater", """
        thread threading multiprocessing dummy_thread dummy_threading sched mutex asyncio synchronize
        _threading_local"""),
    (_EXECUTES, "json", "pickle cPickle shelve marshal pickletools"),
    (_XML, "HTMLParser, which reports tags, attributes and texts", "xml xmllib pyexpat plistlib"),
    (_DEVELOPER, "HTMLParser, which reports tags, attributes and texts", "sgmllib htmllib formatter markupbase"),
    (_DEVELOPER, "getopt", "optparse argparse"),
    (_DEVELOPER, "time.clock", "timeit profile pstats cProfile hotshot trace"),
    (_DEVELOPER, "traceback", "unittest doctest pydoc cgitb pdb bdb"),
    (_DEVELOPER, "compile and eval", """
        ast compiler parser symbol symtable token tokenize dis opcode codeop pyclbr tabnanny lib2to3 Bastion rexec"""),
    (_DEVELOPER, "a dictionary", "gettext"),
    (_DEVELOPER, "re", "sre sre_compile sre_parse"),
    (_DEVELOPER, "struct", "chunk xdrlib"),
    (_DEVELOPER, "'%.*f' % (digits, number)", "fpformat"),
    (_DEVELOPER, "codecs", "encodings stringprep"),
    (_DEVELOPER, None, """
        Cookie MimeWriter email mimetools mimetypes mimify multifile rfc822 modjy pycimport
        pydoc_data"""),
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

# Where Java's classes lie that are none of its own library.
_JAVA = frozenset(["org", "sun", "jdk", "ch", "junit", "javafx"])


def refuse(what):
    """Raises what a script gets that calls a function for which there is no host."""
    raise __builtin__.IOError(f"{what}() is not available: {_HOST}")


def reason(name):
    """Why there is no such module, or None if nothing is held against it."""
    if name.startswith("com.inductiveautomation."):
        return "the classes of the original are not provided; what there is of them is listed in docs/java.md"
    if name.startswith(("java.", "javax.", "com.")) or name.partition(".")[0] in _JAVA:
        instead = _CLASSES.get(name.rpartition(".")[2])
        return f"{_NO_JAVA}; use {instead}" if instead else _NO_JAVA
    return _REASONS.get(name.partition(".")[0])
