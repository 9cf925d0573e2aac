"""`htmlentitydefs` of Python 2.7."""

from html.entities import codepoint2name, name2codepoint

entitydefs = {name: chr(code) if code < 256 else f"&#{code};" for name, code in name2codepoint.items()}
