/** Where to sign in, and where one comes back to afterwards. */
export const signInPath = ({
  pathname,
  search,
}: {
  readonly pathname: string
  readonly search: string
}): string =>
  pathname === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(pathname + search)}`
