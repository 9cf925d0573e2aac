/**
 * Requests to the gateway. Nothing else in the client makes any.
 *
 * The person's log-in is a cookie that no script sees; a session's token is given where a request is made in its name.
 */
import type {
  ApiError,
  ErrorCode,
  LoginRequest,
  LoginResponse,
  Me,
  ProjectEntry,
  ProjectList,
  SessionEnd,
  SessionRequest,
} from "../wire/messages.ts";

/** An answer that takes longer is not waited for, in milliseconds: a line may be held for hours. */
const PATIENCE = 20_000;
/** So is a request that holds up something visible. */
const LITTLE_PATIENCE = 6_000;

/** The gateway's no, in its words. */
export class Refused extends Error {
  readonly status: number;
  readonly code: ErrorCode | null;
  /** The end of the session in whose name it was asked, if the gateway remembers it. */
  readonly ended: SessionEnd | null;

  constructor(status: number, code: ErrorCode | null, message: string, ended: SessionEnd | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.ended = ended;
  }

  get isNotLoggedIn(): boolean {
    return this.code === "notLoggedIn" || (this.code === null && this.status === 401);
  }
}

/** No answer: the gateway or the way to it is down, or it is too busy; worth trying again. */
export class Unreachable extends Error {}

export async function logIn(username: string, password: string): Promise<void> {
  const request: LoginRequest = { username, password, kind: "client", cookie: true };
  await send("POST", "login", request);
}

/** Ends the person's log-in, or, with a token, that session. */
export async function logOut(token?: string): Promise<void> {
  await send("POST", "logout", undefined, token, LITTLE_PATIENCE);
}

/** Tells that the session's page goes; the page need not be there for the answer. */
export function leaveTab(token: string): void {
  void ask("/api/v1/leave", { method: "POST", keepalive: true }, token).catch(() => {});
}

/** The logged-in user: the person, or, with a token, the session. */
export async function whoAmI(token?: string): Promise<Me> {
  return (await send("GET", "me", undefined, token, LITTLE_PATIENCE)) as Me;
}

export async function projects(): Promise<ProjectEntry[]> {
  return ((await send("GET", "projects")) as ProjectList).projects;
}

/** Opens a session of this tab's own under the person's log-in. */
export async function openSession(project: string): Promise<LoginResponse> {
  const request: SessionRequest = { project };
  return (await send("POST", "sessions", request)) as LoginResponse;
}

/** A picture of a project, asked for in a session's name. */
export async function picture(project: string, path: string, token: string): Promise<Blob> {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const response = await ask(`/client/${encodeURIComponent(project)}/images/${encoded}`, { method: "GET" }, token);
  if (!response.ok) throw refusal(response.status, await response.text().catch(() => ""));
  return response.blob();
}

async function send(
  method: string,
  path: string,
  body?: object,
  token?: string,
  patience = PATIENCE,
): Promise<unknown> {
  const json = { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(patience);
  const response = await ask(`/api/v1/${path}`, { method, signal, ...(body !== undefined && json) }, token);
  const text = await response.text().catch(() => "");
  if (signal.aborted) throw new Unreachable("The gateway does not answer.");
  if (response.ok) return text === "" ? null : JSON.parse(text);
  throw refusal(response.status, text);
}

/** A request in a session's name must not carry the person's cookie, which would be the stronger word. */
async function ask(address: string, init: RequestInit, token?: string): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  const credentials = token === undefined ? "same-origin" : "omit";
  try {
    return await fetch(address, { ...init, headers, credentials });
  } catch {
    throw new Unreachable("The gateway cannot be reached.");
  }
}

function refusal(status: number, text: string): Error {
  let error: Partial<ApiError> = {};
  try {
    error = JSON.parse(text) as ApiError;
  } catch {
    // A proxy in between answers in HTML.
  }
  const words = error.message ?? `The gateway answered with status ${status}.`;
  // For a fault of the gateway its log has more, under this id.
  const message = error.code === "internal" && error.requestId ? `${words} (request ${error.requestId})` : words;
  if (status >= 500 && error.code !== "internal") return new Unreachable(message);
  return new Refused(status, error.code ?? null, message, error.ended ?? null);
}
