import type { ImportLaw } from '../engine/law.ts'

/**
 * A vendor has one door: whoever replaces it, or reads about its next fault, opens one folder.
 * `[vendor, door, a file in the door, tests]`; a test may hold the vendor itself when it plays the
 * other side of the wire (a stock y-websocket client, a raw socket).
 */
const doors: readonly (readonly [
  vendor: string,
  door: string,
  example: string,
  tests: 'bound' | 'free',
])[] = [
  // In the browser
  ['livekit-client', '^client/lib/live/', 'client/lib/live/openRoom.ts', 'bound'],
  ['y-websocket', '^client/lib/sync/', 'client/lib/sync/openDoc.ts', 'free'],
  ['y-indexeddb', '^client/lib/sync/', 'client/lib/sync/openDoc.ts', 'free'],
  ['idb', '^client/lib/(recorder|sync)/', 'client/lib/recorder/sliceStore.ts', 'free'],
  ['radix-ui', '^client/ui/', 'client/ui/Dialog.tsx', 'bound'],
  [
    '@tiptap/react',
    '^client/features/plans/',
    'client/features/plans/editor/PlanEditor.tsx',
    'bound',
  ],
  [
    'pdfjs-dist',
    '^(client/lib/slides|server/features/lessons)/',
    'client/lib/slides/openPdf.ts',
    'free',
  ],
  // On the server
  ['express', '^server/(platform/http|app)/', 'server/platform/http/createHttp.ts', 'free'],
  ['express-rate-limit', '^server/platform/http/', 'server/platform/http/createHttp.ts', 'bound'],
  ['helmet', '^server/platform/http/', 'server/platform/http/createHttp.ts', 'bound'],
  ['cookie', '^server/platform/http/', 'server/platform/http/actors.ts', 'bound'],
  [
    'ws',
    '^server/platform/(sync|feed|livekit|cluster)/',
    'server/platform/feed/feedSocket.ts',
    'free',
  ],
  [
    'kysely',
    String.raw`^server/(platform/(db|sync)/|features/.*[rR]epo[^/]*\.ts$)`,
    'server/features/study/repo.ts',
    'free',
  ],
  ['node:sqlite', '^server/platform/db/', 'server/platform/db/sqlite.ts', 'free'],
  ['pg', '^server/platform/db/', 'server/platform/db/postgres.ts', 'free'],
  ['ioredis', '^server/platform/redis/', 'server/platform/redis/connectRedis.ts', 'free'],
  [
    '@aws-sdk/client-s3',
    '^server/platform/storage/',
    'server/platform/storage/s3Storage.ts',
    'bound',
  ],
  ['livekit-server-sdk', '^server/platform/livekit/', 'server/platform/livekit/grant.ts', 'bound'],
  ['http-proxy-3', '^server/platform/livekit/', 'server/platform/livekit/proxy.ts', 'bound'],
  ['selfsigned', '^server/platform/net/', 'server/platform/net/lanCertificate.ts', 'bound'],
  ['pino', '^server/platform/log', 'server/platform/log.ts', 'free'],
  ['file-type', '^server/features/lessons/', 'server/features/lessons/slides/store.ts', 'bound'],
  [
    'mediabunny',
    '^server/features/(recordings|sample/make)/',
    'server/features/recordings/assemble/openRun.ts',
    'free',
  ],
]

/** A file that is nobody's door, on the side where the vendor lives. */
const outside = (door: string): string =>
  door.startsWith('^client') ? 'client/pages/HomePage.tsx' : 'server/features/plans/index.ts'

export const doorLaws: readonly ImportLaw[] = doors.map(([vendor, door, example, tests]) => {
  const line = `import '${vendor}'`
  return {
    name: `one-door: ${vendor}`,
    because: `${vendor} is known only behind ${door.replace('^', '')}`,
    from: `^(?!${door})(client|server|shared)/`,
    to: `^(npm:)?${vendor}(/|$)`,
    tests,
    caught: [[outside(door), line]],
    fine: [[example, line]],
  }
})
