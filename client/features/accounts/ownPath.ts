/** Where to go after signing in: a path of this very site, or home. Never another origin. */
export const ownPath = (next: string | null): string => {
  if (!next?.startsWith('/')) return '/'
  const url = new URL(next, location.origin)
  return url.origin === location.origin ? url.pathname + url.search + url.hash : '/'
}
