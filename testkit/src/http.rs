//! Requests to a gateway, as anybody could send them: nothing is added that a test did not ask for.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use rollcall_wire::rest::{ApiError, LoginRequest, LoginResponse, SessionPage};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A gateway's address, and a credential where there is one.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client,
    base: String,
    token: Option<String>,
}

impl Http {
    /// A gateway at `http://HOST:PORT`, without a credential.
    ///
    /// # Panics
    /// When the client cannot be built.
    pub fn to(base: &str) -> Self {
        // The second call in one process finds the provider installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A gateway closes connections that have been idle for its patience; a request on one at that moment fails.
        let builder = Client::builder().no_proxy().pool_idle_timeout(Duration::from_secs(5));
        let client = builder.build().expect("a client with fixed settings");
        Http { client, base: base.to_owned(), token: None }
    }

    /// With this credential in the `Authorization` header.
    pub fn with_token(&self, token: &str) -> Self {
        Http { token: Some(token.to_owned()), ..self.clone() }
    }

    /// A request that has yet to be sent.
    ///
    /// # Panics
    /// When the method is not valid.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method's name");
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request without a body.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(&self, method: &str, path: &str) -> Answer {
        Answer::to(self.request(method, path)).await
    }

    /// Sends a request with a body in JSON.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send_json(&self, method: &str, path: &str, body: &(impl Serialize + Sync)) -> Answer {
        Answer::to(self.request(method, path).json(body)).await
    }

    /// Logs in.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn login(&self, request: &LoginRequest) -> LoginResponse {
        self.send_json("POST", "/api/v1/login", request).await.ok()
    }

    /// Logs out.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn log_out(&self) {
        let answer = self.send("POST", "/api/v1/logout").await;
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    /// A page of the list of sessions.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn sessions(&self, query: &str) -> SessionPage {
        self.send("GET", &format!("/api/v1/sessions?{query}")).await.ok()
    }

    /// Whether the credential is still worth something.
    ///
    /// # Panics
    /// When the gateway's answer is neither yes nor no.
    pub async fn is_logged_in(&self) -> bool {
        let answer = self.send("GET", "/api/v1/me").await;
        assert!([200, 401].contains(&answer.status), "{answer:?}");
        answer.status == 200
    }
}

/// An answer of a gateway.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Sends a request and waits for its answer.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the gateway answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: response.text().await.expect("a whole answer") }
    }

    /// The body of a success.
    ///
    /// # Panics
    /// When it is not a success of this type.
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!((200..300).contains(&self.status), "{self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body of a refusal.
    ///
    /// # Panics
    /// When it is not a refusal.
    pub fn refusal(&self) -> ApiError {
        assert!(self.status >= 400, "{self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
