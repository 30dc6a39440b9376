import type { Tabs } from './tabs.js';

/** What a room's member gets. */
export interface Notification {
  /** Who sent it, as the sender wrote it; missing where the sender named nobody. */
  user_id?: string | number;
  data?: any;
  /** The number in its room, where the server counts. */
  seq?: number;
}

export type Callback = (data: any, notification: Notification) => unknown;

export interface Until {
  /** Ends the subscription when it is aborted. */
  signal?: AbortSignal;
}

export interface Options {
  /** Address of the stage, `wss://host/dev`; in a page it may be relative. */
  url: string | URL;
  /**
   * A JWT, or a function that gets one from the application's server. The function is called again when the token has
   * expired or was refused; where it fails, the client tries again later.
   */
  token: string | (() => string | Promise<string>);
  /** `query` (default), or `protocol`: as a subprotocol, which keeps the token out of the address and of proxies' logs. */
  tokenIn?: 'query' | 'protocol';
  /** Ask for what was missed (default true). A server that does not know how is used as it is. */
  resume?: boolean;
  /** How many of the room's last notifications to get at the first connection, 0 (default) to 1000. */
  history?: number;
  /** Where the number of the last notification is kept, `sessionStorage` for instance; by default in memory. */
  storage?: Pick<Storage, 'getItem' | 'setItem'>;
  /** One socket for all tabs: `oneSocket()` of `hermes-client/tabs`. */
  tabs?: Tabs;
  /** How many messages wait for a connection at most (default 100). */
  buffer?: number;
  /** The longest pause between two attempts (default 30 000), apart from those that the server asks for. */
  maxDelayMs?: number;
  /** Keep alive, and move over before two hours, as API Gateway needs it (default: by the host name). */
  apiGateway?: boolean;
  /** Reads a frame (default `JSON.parse`). */
  parse?: (text: string) => any;
  /** For an environment without one: the class of the package `ws`. */
  WebSocket?: unknown;
  fetch?: typeof fetch;
}

export type State = 'connecting' | 'open' | 'waiting' | 'closed';

export interface StateChange {
  state: State;
  /**
   * Why it waits: `restart`, `lost`, `limit`, `slow`, `fault`, `expired`, `unauthorized`, `unavailable`, `unreachable`,
   * `token` (it cannot be had), `hidden`. Why it is closed: `closed` (by the program), `ended` (by the server),
   * `revoked`, `forbidden`, `expired`, `unauthorized`, `fault`.
   */
  reason?: string;
  /** The close code, where there was one. */
  code?: number;
  /** What the server says about it. */
  detail?: string;
  /** Until the next attempt. */
  retryInMs?: number;
}

export interface Events {
  state: (change: StateChange) => unknown;
  /** It is back, and what it missed follows: at most so many notifications. */
  resumed: (resumed: { missed: number; head: number }) => unknown;
  /** Some notifications are lost to this client: load anew what they would have told. `from`: the first that follows. */
  missed: (missed: { from: number | null; head?: number | null }) => unknown;
  /** A frame that cannot be read, a callback that throws, a token that cannot be had, a message that is refused. */
  error: (error: Error) => unknown;
}

export interface Client extends AsyncIterable<Notification> {
  readonly state: State;
  /** The number of the last notification seen; null where the server does not count. */
  readonly number: number | null;
  /** Calls back for notifications whose `data.type` is `type`, until the returned function is called. */
  subscribe(type: string, callback: Callback, until?: Until): () => void;
  /** Calls back for all notifications. */
  subscribe(callback: Callback, until?: Until): () => void;
  on<Name extends keyof Events>(event: Name, listener: Events[Name], until?: Until): () => void;
  /**
   * Sends `data` to the own room. True: it is on its way, or waits for the connection; it may be lost with the
   * connection. False: the buffer is full, or the client is closed. Throws a TypeError where `data` is not JSON.
   */
  send(data: unknown): boolean;
  /** While it waits: tries now. */
  reconnect(): void;
  /** Closes for good. */
  close(): void;
}

/** Connects to Hermes and stays connected. Throws a TypeError where the options cannot work. */
export function connect(options: Options): Client;
