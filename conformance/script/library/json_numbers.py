# python: 3
# What begins like a number and is none is refused where it ends, as by CPython; numbers are of their kinds.
import json

for text in "[1e]", "[1-2]", "[1+2]", "1e+", "[-]", '{"a": 1.5e-}', "[1e5+3]":
    try:
        print(text, json.loads(text))
    except json.JSONDecodeError as fault:
        print(text, fault)
print(json.loads('[1, -2, 1.5, 1e3, 2E-2, 123456789012345678901234567890, -0, -0.0]'))
print(json.loads("[1, 2.50]", parse_float=str, parse_int=lambda text: "int " + text))

calls = []
def hook(found):
    calls.append(found)
    raise ValueError("mine")
try:
    json.loads('{"a": 1}', object_hook=hook)
except ValueError as fault:
    print(fault, calls)
