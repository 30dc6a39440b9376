import { onScopeDispose, ref, shallowRef } from 'vue';

export function useNotifications(hermes, type, most = 50) {
  const list = shallowRef([]);
  onScopeDispose(hermes.subscribe(type, (data) => (list.value = [data, ...list.value].slice(0, most))));
  return list;
}

export function useHermesState(hermes) {
  const state = ref(hermes.state);
  onScopeDispose(hermes.on('state', (change) => (state.value = change.state)));
  return state;
}
