//! Every answer that is not a success: a status, a word for programs, a sentence for people.
//!
//! The layers below know no HTTP; their errors become these here, and nowhere else. What is the gateway's own fault is
//! logged with its details and answered without them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rollcall_session::OpenError;
use rollcall_wire::rest::{ApiError, ErrorCode};

use crate::live::{NotRemoved, OpenSessionError};
use crate::password::PasswordError;
use crate::who_is_on::WhoIsOnError;

/// An answer that is not a success.
#[derive(Debug)]
pub struct HttpError {
    code: ErrorCode,
    message: String,
}

impl HttpError {
    /// An error with words for a person.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        HttpError { code, message: message.into() }
    }

    /// The gateway's own fault: the details go to the log only.
    pub fn internal(what: &str, details: impl std::fmt::Display) -> Self {
        tracing::error!("{what}: {details}");
        HttpError::new(ErrorCode::Internal, format!("{what}; the gateway's log has the details"))
    }

    fn status(&self) -> StatusCode {
        match self.code {
            ErrorCode::BadRequest | ErrorCode::BadPattern => StatusCode::BAD_REQUEST,
            ErrorCode::NotLoggedIn | ErrorCode::WrongPassword => StatusCode::UNAUTHORIZED,
            ErrorCode::Forbidden | ErrorCode::SessionLimit => StatusCode::FORBIDDEN,
            ErrorCode::UnknownProject | ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::Conflict => StatusCode::CONFLICT,
            ErrorCode::Busy => StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl std::fmt::Display for HttpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = (status, Json(ApiError { code: self.code, message: self.message })).into_response();
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110, 11.6.1: a 401 says how to authenticate.
            let challenge = axum::http::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(axum::http::header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl From<PasswordError> for HttpError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => HttpError::new(ErrorCode::Busy, error.to_string()),
            PasswordError::Refused(_) => HttpError::new(ErrorCode::BadRequest, error.to_string()),
            PasswordError::Failed(details) => HttpError::internal("a password could not be checked", details),
        }
    }
}

impl From<rollcall_store::Error> for HttpError {
    fn from(error: rollcall_store::Error) -> Self {
        use rollcall_store::ErrorKind;
        match error.kind() {
            ErrorKind::Conflict | ErrorKind::LastAdministrator => {
                HttpError::new(ErrorCode::Conflict, error.to_string())
            }
            ErrorKind::NotFound => HttpError::new(ErrorCode::NotFound, error.to_string()),
            ErrorKind::Invalid => HttpError::new(ErrorCode::BadRequest, error.to_string()),
            ErrorKind::UserDisabled => HttpError::new(ErrorCode::WrongPassword, error.to_string()),
            ErrorKind::LoginOver => HttpError::new(ErrorCode::NotLoggedIn, error.to_string()),
            ErrorKind::Busy => HttpError::new(ErrorCode::Busy, error.to_string()),
            // Whoever reads this can do something about it, or knows who can.
            ErrorKind::DiskFull | ErrorKind::Access | ErrorKind::NotDurable => {
                tracing::error!("the store failed: {error}");
                HttpError::new(ErrorCode::Internal, error.to_string())
            }
            _ => HttpError::internal("the store failed", error),
        }
    }
}

impl From<OpenSessionError> for HttpError {
    fn from(error: OpenSessionError) -> Self {
        match error {
            OpenSessionError::Refused(error @ OpenError::Limit { .. }) => {
                HttpError::new(ErrorCode::SessionLimit, error.to_string())
            }
            OpenSessionError::TooManyUnderLogin => HttpError::new(ErrorCode::SessionLimit, error.to_string()),
            OpenSessionError::UserChanged | OpenSessionError::Ended(_) => {
                HttpError::new(ErrorCode::WrongPassword, error.to_string())
            }
            OpenSessionError::Store(error) => error.into(),
            other => HttpError::internal("the session could not be opened", other),
        }
    }
}

impl From<NotRemoved> for HttpError {
    fn from(error: NotRemoved) -> Self {
        tracing::error!("{error}");
        HttpError::new(ErrorCode::Internal, error.0.to_string())
    }
}

impl From<WhoIsOnError> for HttpError {
    fn from(error: WhoIsOnError) -> Self {
        match error {
            WhoIsOnError::Filter(error) => HttpError::new(ErrorCode::BadPattern, error.to_string()),
            WhoIsOnError::Busy => HttpError::new(ErrorCode::Busy, error.to_string()),
            WhoIsOnError::Failed(details) => HttpError::internal("the list could not be made", details),
        }
    }
}
