/** Why a session is over, in words for the person, and the remedy. */
import type { EndReason } from "../wire/messages.ts";

/** The gateway's reasons, and two that the browser finds by itself: another tab took the session over; not known. */
export type End = EndReason | "replaced" | "gone";

export interface EndWords {
  title: string;
  text: string;
  /** Whether a new session can be tried, or the person has to log in first. */
  next: "openAgain" | "logIn";
}

const WORDS: Record<End, EndWords> = {
  loggedOut: { title: "You are logged out", text: "The log-in of this client has ended.", next: "logIn" },
  lost: { title: "The connection was lost", text: "Nothing was heard of this client for too long.", next: "openAgain" },
  idle: { title: "Closed for want of use", text: "Nobody has used this client for a while.", next: "openAgain" },
  lifetime: { title: "The session's time is over", text: "A session lasts a limited time.", next: "openAgain" },
  limit: {
    title: "Another session took the place of this one",
    text: "You have opened this project more often than is allowed; the oldest session was closed.",
    next: "openAgain",
  },
  terminated: { title: "This session was ended", text: "An administrator ended it.", next: "openAgain" },
  userDisabled: { title: "You cannot be logged in", text: "Your user was disabled or removed.", next: "logIn" },
  passwordChanged: {
    title: "Your password was changed",
    text: "Log in with the new one.",
    next: "logIn",
  },
  roleRemoved: {
    title: "You cannot use this project any more",
    text: "The role that allowed it was taken away.",
    next: "openAgain",
  },
  projectClosed: {
    title: "This project is closed",
    text: "It was removed, or does not admit you any more.",
    next: "openAgain",
  },
  nodeLost: {
    title: "The connection was lost",
    text: "The gateway of this client was lost, and no other one was reached in time.",
    next: "openAgain",
  },
  replaced: {
    title: "This session is open elsewhere",
    text: "Another tab or window has taken it over. Here it can be opened as a new one.",
    next: "openAgain",
  },
  gone: { title: "The session is over", text: "The gateway does not know it any more.", next: "openAgain" },
};

export function endWords(end: End): EndWords {
  return WORDS[end];
}
