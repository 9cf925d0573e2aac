"""`uuid` of Python 2.7: bytes are a `str`, the number is a `long`."""

import uuid as _engines

from _python2._text import long, number, to_bytes, to_str

RESERVED_NCS, RFC_4122 = _engines.RESERVED_NCS, _engines.RFC_4122
RESERVED_MICROSOFT, RESERVED_FUTURE = _engines.RESERVED_MICROSOFT, _engines.RESERVED_FUTURE


class UUID(_engines.UUID):
    """An identifier of 128 bits, RFC 4122."""

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None):
        if version is not None and not 1 <= version <= 5:
            raise ValueError("illegal version number")
        data, data_le = bytes and to_bytes(bytes), bytes_le and to_bytes(bytes_le)
        super().__init__(hex=hex, bytes=data, bytes_le=data_le, fields=fields, int=int, version=version)
        object.__setattr__(self, "int", long(self.int))

    @property
    def hex(self):
        return f"{self.int:032x}"

    @property
    def bytes(self):
        return to_str(self.int.to_bytes(16, "big"))

    @property
    def bytes_le(self):
        data = self.int.to_bytes(16, "big")
        return to_str(data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:])

    @property
    def fields(self):
        return tuple(long(field) if i in (0, 5) else number(field) for i, field in enumerate(super().fields))

    def get_hex(self):
        return self.hex

    def get_bytes(self):
        return self.bytes


def _ours(made):
    return UUID(int=made.int)


def uuid1(node=None, clock_seq=None):
    """From a node, which is a random one, and the time."""
    return _ours(_engines.uuid1(node, clock_seq))


def uuid3(namespace, name):
    """From the MD5 of a name."""
    return _ours(_engines.uuid3(namespace_of(namespace), to_bytes(name)))


def uuid4():
    """A random one."""
    return _ours(_engines.uuid4())


def uuid5(namespace, name):
    """From the SHA-1 of a name."""
    return _ours(_engines.uuid5(namespace_of(namespace), to_bytes(name)))


def namespace_of(ours):
    """The engine's form of one of ours, whose bytes are bytes."""
    return _engines.UUID(int=ours.int)


def getnode():
    return long(_engines.getnode())


NAMESPACE_DNS, NAMESPACE_URL = _ours(_engines.NAMESPACE_DNS), _ours(_engines.NAMESPACE_URL)
NAMESPACE_OID, NAMESPACE_X500 = _ours(_engines.NAMESPACE_OID), _ours(_engines.NAMESPACE_X500)
