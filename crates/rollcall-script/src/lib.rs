//! Python: the worker's main loop, the interpreter and the scripting functions.
