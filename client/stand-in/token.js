/** An unsigned JWT: the client reads claims and checks nothing. `exp` is far away unless it is given. */
export function jwt(claims = {}) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS512' })}.${part({ user_id: 'ada', room_id: 'lobby', exp: 4_000_000_000, ...claims })}.c2ln`;
}
