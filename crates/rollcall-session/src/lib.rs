//! Who is on: sessions, their life cycle and the registry.
