/** Where the browsers of users go once they have agreed: only to your application, and unread on the way. */
import { IDENTITY_LIMITS } from './identity-limits';

/** Hosts that no network is on the way to. */
export const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

export function isReturnUrl(url: string): boolean {
  if (url.length > IDENTITY_LIMITS.returnUrl || /[\s#*]/.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.includes(hostname));
}
