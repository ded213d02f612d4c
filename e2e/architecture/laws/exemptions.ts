type Exemption = {
  readonly law: string
  readonly file: string
  /** Part of the finding, where a file has several. */
  readonly what?: string
  readonly because: string
}

/**
 * What breaks a law and stays, one by one and with the reason. The suite fails when an entry has
 * become needless, so the list does not outlive its reasons.
 */
export const exemptions: readonly Exemption[] = [
  {
    law: 'environment-has-one-reader',
    file: 'server/features/recordings/fixtures/makeFixtures.mjs',
    because: 'A tool run by hand, outside the server: which browser to record with',
  },
  {
    law: 'environment-has-one-reader',
    file: 'server/testing/isLongRun.ts',
    because: 'For tests only: how many rounds they make, which is no option of the studio',
  },
  {
    law: 'exports-have-names',
    file: 'e2e/support/buildPages.ts',
    because: 'Playwright’s globalSetup calls a default export',
  },
  {
    law: 'nothing-unresolvable',
    file: 'server/platform/sync/workshopThread.ts',
    because:
      'The owner of a document names the module of its projection; the platform knows no slice',
  },
  {
    law: 'own-endpoints-only',
    file: 'client/features/accounts/ServiceStates.tsx',
    what: 'shared/health/contract.ts',
    because: 'Health belongs to no slice of the client; the sign-in page and the settings show it',
  },
  ...['server/start/checkTools.mjs', 'server/start/findNode.mjs'].map((file) => ({
    law: 'nothing-phones-abroad',
    file,
    what: 'https://nodejs.org',
    because: 'A sentence that tells a person where Node comes from; nothing is fetched',
  })),
  {
    law: 'nothing-phones-abroad',
    file: 'server/platform/livekit/resolveBinary.ts',
    what: 'https://go.dev',
    because: 'A sentence that tells a person where Go comes from; nothing is fetched',
  },
]
