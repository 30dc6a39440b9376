/** The part of the client that shares one socket; made by {@link oneSocket}. */
export type Tabs = ((open: unknown, hooks: unknown, client: unknown) => unknown) | undefined;

/**
 * Makes all tabs of an origin share one socket. The tab that holds it may close at any time: the next one takes over and
 * resumes. Tabs share only where address, user and room are the same; without Web Locks each connects by itself.
 */
export function oneSocket(): Tabs;
