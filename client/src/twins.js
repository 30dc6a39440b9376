const TWIN_MS = 2_000;

/**
 * While two sockets are open, a frame without a number comes by both. Tells whether this one is the first of its pair;
 * two frames of the same text by one socket are no pair.
 *
 * @returns {(text: string, source: number) => boolean}
 */
export function firstOfTwins() {
  const seen = new Map();

  return (text, source) => {
    const sources = seen.get(text) ?? [];
    const twin = sources.findIndex((other) => other !== source);
    if (twin >= 0) sources.splice(twin, 1);
    else sources.push(source);
    seen.set(text, sources);
    setTimeout(() => seen.delete(text), TWIN_MS);
    return twin < 0;
  };
}
