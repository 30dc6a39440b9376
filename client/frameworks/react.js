import { useEffect, useState, useSyncExternalStore } from 'react';

// Make the client once, outside of components: connect() from hermes-client.

export function useNotifications(hermes, type, most = 50) {
  const [list, setList] = useState([]);
  useEffect(
    () => hermes.subscribe(type, (data) => setList((before) => [data, ...before].slice(0, most))),
    [hermes, type, most],
  );
  return list;
}

export const useHermesState = (hermes) =>
  useSyncExternalStore((changed) => hermes.on('state', changed), () => hermes.state);
