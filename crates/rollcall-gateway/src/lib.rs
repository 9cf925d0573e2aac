//! The server: HTTP, WebSocket, authentication and worker supervision.
