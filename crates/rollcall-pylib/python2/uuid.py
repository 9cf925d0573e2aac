"""`uuid` of Python 2.7: bytes are a `str`, the number is a `long`."""

import uuid as _engines

from _python2._text import long, to_bytes, to_str

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
        data = self.int.to_bytes(16, "big")
        parts = data[:4], data[4:6], data[6:8], data[8:9], data[9:10], data[10:]
        return tuple(long(int.from_bytes(part, "big")) for part in parts)

    time_low, time_mid, time_hi_version, clock_seq_hi_variant, clock_seq_low, node = (
        property(lambda self, index=index: self.fields[index]) for index in range(6))
    time = property(lambda self: long(super().time))
    clock_seq = property(lambda self: long(super().clock_seq))


def _asking(name):
    """The method that 2.7 has beside a property."""
    return lambda self: getattr(self, name)


for _name in """
    bytes bytes_le clock_seq clock_seq_hi_variant clock_seq_low fields hex node time time_hi_version time_low time_mid urn
    variant version
""".split():
    setattr(UUID, f"get_{_name}", _asking(_name))

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
