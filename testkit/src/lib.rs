//! Dev-only: real gateways and servers for tests.
