//! Projects on disk: settings and scripts, their validation.
