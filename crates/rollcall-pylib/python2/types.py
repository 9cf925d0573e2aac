"""`types` of Python 2.7: the names that scripts compare types with."""

import __builtin__
import types as _engines

NoneType = type(None)
TypeType = __builtin__.type
ObjectType = object

IntType = __builtin__.int
LongType = __builtin__.long
FloatType = float
BooleanType = bool
ComplexType = complex

StringType = __builtin__.str
UnicodeType = __builtin__.unicode
StringTypes = (StringType, UnicodeType)

TupleType = tuple
ListType = list
DictType = DictionaryType = dict
SliceType = slice
BufferType = __builtin__.buffer
FileType = __builtin__.file
XRangeType = __builtin__.xrange
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)

# Classes and methods as Python 2 has them are the runtime's; a class of the old style shows their types.
_Old = getattr(__builtin__, "$metaclass")("_Old", (), {"method": lambda self: None})
ClassType, InstanceType = TypeType(_Old), TypeType(_Old())
MethodType = UnboundMethodType = TypeType(_Old().method)

FunctionType = LambdaType = _engines.FunctionType
CodeType = _engines.CodeType
GeneratorType = _engines.GeneratorType
BuiltinFunctionType = BuiltinMethodType = _engines.BuiltinFunctionType
ModuleType = _engines.ModuleType
TracebackType = _engines.TracebackType
FrameType = _engines.FrameType
GetSetDescriptorType = _engines.GetSetDescriptorType
MemberDescriptorType = _engines.MemberDescriptorType
DictProxyType = _engines.MappingProxyType
