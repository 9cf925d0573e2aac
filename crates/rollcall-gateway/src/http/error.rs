//! Every answer that is not a success: a status, a word for programs, a sentence for people.
//!
//! The layers below know no HTTP, and the HTTP library has messages of its own; their errors become these here, and
//! nowhere else. An error is data, with the message for the person and the one for the log: nothing is logged and no
//! body is written where it is made. The edge does both when the answer leaves, once, with the id of the request in
//! either.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rollcall_session::OpenError;
use rollcall_wire::rest::{ApiError, ErrorCode, SessionEnd};

use super::request_id::RequestId;
use crate::cluster::NotTaken;
use crate::live::{NotRemoved, OpenSessionError, Refusal};
use crate::log_line::beginning;
use crate::password::PasswordError;
use crate::who_is_on::WhoIsOnError;

/// The longest message of an answer, in characters. Some messages repeat the request, and a client could have much
/// repeated without reading any of it.
const MAX_MESSAGE: usize = 2_000;

/// An answer that is not a success.
#[derive(Debug)]
pub struct HttpError {
    code: ErrorCode,
    /// Where it is not the usual one of its code.
    status: Option<StatusCode>,
    message: String,
    /// In how many seconds it may be tried again.
    retry_after: Option<u64>,
    ended: Option<SessionEnd>,
    fault: Option<Fault>,
    /// Why a log-in is refused, where the code does not show it.
    refusal: Option<Refusal>,
}

/// The gateway's own fault, for the log.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The failure, in general.
    pub what: &'static str,
    /// The failure in detail, with its cause.
    pub details: String,
}

/// The content of an answer, on its way to the edge.
#[derive(Clone, Debug)]
pub struct Failure {
    code: ErrorCode,
    message: String,
    ended: Option<SessionEnd>,
    /// The fault for the log.
    pub fault: Option<Fault>,
}

impl Failure {
    /// Writes the body, with the id of the request.
    pub fn write(self, response: &mut Response, id: &RequestId) {
        let message = beginning(&self.message, MAX_MESSAGE).into_owned();
        let body = ApiError { code: self.code, message, request_id: id.to_string(), ended: self.ended };
        // Words and texts always are JSON.
        *response.body_mut() = Body::from(serde_json::to_vec(&body).unwrap_or_default());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        // It is that of the empty body.
        headers.remove(header::CONTENT_LENGTH);
    }
}

impl HttpError {
    /// The reason for which it refuses a log-in. None where the request could not be understood, and so was not a
    /// log-in.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal.or(match self.code {
            ErrorCode::WrongPassword => Some(Refusal::WrongPassword),
            ErrorCode::Busy => Some(Refusal::Busy),
            ErrorCode::UnknownProject => Some(Refusal::UnknownProject),
            ErrorCode::Forbidden => Some(Refusal::NotAdmitted),
            ErrorCode::SessionLimit => Some(Refusal::Limit),
            ErrorCode::BadRequest | ErrorCode::TooLarge => None,
            _ => Some(Refusal::Failed),
        })
    }

    /// The same error, of a log-in that is refused for this reason.
    pub fn of_refusal(self, reason: Refusal) -> Self {
        HttpError { refusal: Some(reason), ..self }
    }

    /// An error with words for a person.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let (status, retry_after, ended, fault, refusal) = (None, None, None, None, None);
        HttpError { code, status, message: message.into(), retry_after, ended, fault, refusal }
    }

    /// An error of which only the status is known, and perhaps some words.
    pub fn of_status(status: StatusCode, words: &str) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => ErrorCode::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => ErrorCode::WrongMethod,
            StatusCode::REQUEST_TIMEOUT => ErrorCode::Late,
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => ErrorCode::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::NotJson,
            // Valid JSON of the wrong form is as little understood as any other text.
            StatusCode::UNPROCESSABLE_ENTITY => return HttpError::new(ErrorCode::BadRequest, words),
            StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Busy,
            status if status.is_server_error() => ErrorCode::Internal,
            _ => ErrorCode::BadRequest,
        };
        let words = if words.is_empty() { status.canonical_reason().unwrap_or("an error") } else { words };
        HttpError { status: Some(status), ..HttpError::new(code, words) }
    }

    /// The gateway could not answer in time, through no fault of the caller.
    pub fn overdue() -> Self {
        HttpError::of_status(StatusCode::SERVICE_UNAVAILABLE, "the gateway did not answer in time; try again")
    }

    /// The answer depends on the projects, whose folder is away.
    pub fn away() -> Self {
        let words = "the projects of this gateway cannot be read at the moment; try again";
        HttpError::of_status(StatusCode::SERVICE_UNAVAILABLE, words)
    }

    /// Too much at once, or too often.
    pub fn busy(message: impl Into<String>, seconds: u64) -> Self {
        HttpError { retry_after: Some(seconds), ..HttpError::new(ErrorCode::Busy, message) }
    }

    /// The session of a token is over: why, where that is remembered.
    pub fn over(ended: Option<SessionEnd>) -> Self {
        HttpError { ended, ..HttpError::new(ErrorCode::NotLoggedIn, "this log-in is over: log in again") }
    }

    /// The gateway's own fault: the details go to the log only.
    pub fn internal(what: &'static str, details: impl std::fmt::Display) -> Self {
        let message = format!("{what}; the gateway's log has the details");
        HttpError { message, ..HttpError::told(what, details) }
    }

    /// The gateway's own fault that the caller is told as well: they can do something about it, or know who can.
    fn told(what: &'static str, details: impl std::fmt::Display) -> Self {
        let details = details.to_string();
        let message = details.clone();
        HttpError { fault: Some(Fault { what, details }), ..HttpError::new(ErrorCode::Internal, message) }
    }

    fn status(&self) -> StatusCode {
        if let Some(status) = self.status {
            return status;
        }
        match self.code {
            ErrorCode::BadRequest | ErrorCode::BadPattern => StatusCode::BAD_REQUEST,
            ErrorCode::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            ErrorCode::Late => StatusCode::REQUEST_TIMEOUT,
            ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
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
    /// Without its body, which the edge writes.
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = status.into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110, 11.6.1: a 401 names the way to authenticate.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let HttpError { code, message, ended, fault, .. } = self;
        response.extensions_mut().insert(Failure { code, message, ended, fault });
        response
    }
}

impl From<PasswordError> for HttpError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => HttpError::busy(error.to_string(), 1),
            PasswordError::Refused(_) => HttpError::new(ErrorCode::BadRequest, error.to_string()),
            PasswordError::Failed(details) => HttpError::internal("a password could not be checked", details),
        }
    }
}

impl From<NotTaken> for HttpError {
    fn from(error: NotTaken) -> Self {
        HttpError { retry_after: Some(1), ..HttpError::of_status(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()) }
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
            ErrorKind::Limit => HttpError::new(ErrorCode::SessionLimit, error.to_string()),
            // Of another machine, and it may be back in a moment.
            ErrorKind::Away | ErrorKind::LeaseLost => HttpError {
                status: Some(StatusCode::SERVICE_UNAVAILABLE),
                retry_after: Some(1),
                ..HttpError::told("the store is away", error)
            },
            ErrorKind::DiskFull | ErrorKind::Access | ErrorKind::NotDurable | ErrorKind::Unreadable => {
                HttpError::told("the store failed", error)
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
                HttpError::new(ErrorCode::WrongPassword, error.to_string()).of_refusal(Refusal::UserChanged)
            }
            OpenSessionError::Store(error) => error.into(),
            other => HttpError::internal("the session could not be opened", other),
        }
    }
}

impl From<NotRemoved> for HttpError {
    fn from(error: NotRemoved) -> Self {
        HttpError::told("the store still has sessions that have ended", error.0)
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
