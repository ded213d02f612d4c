import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const shared = { extends: true as const }

/** Absolute: the pages' own root is client/. */
const folder = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url))

export default defineConfig({
  root: folder('client'),
  plugins: [react()],
  publicDir: 'public',
  resolve: {
    dedupe: ['yjs', 'lib0', 'react', 'react-dom', 'y-protocols', '@tiptap/core', '@tiptap/pm'],
  },
  css: { transformer: 'lightningcss' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // The oldest browsers the classrooms have (Windows 7 stops at Chrome 109): syntax and styles
    // are lowered to these; newer APIs are detected where they are used.
    target: ['chrome109', 'firefox115', 'safari15'],
    cssTarget: ['chrome109', 'firefox115', 'safari15'],
    assetsInlineLimit: 2048,
  },
  worker: { format: 'es' },
  test: {
    projects: [
      { ...shared, test: { name: 'shared', root: folder('shared'), include: ['**/*.test.ts'] } },
      {
        ...shared,
        test: {
          name: 'server',
          root: folder('server'),
          include: ['**/*.test.ts'],
          exclude: ['**/*.services.test.ts'],
          testTimeout: 20_000,
          // A state is waited for as long as it takes on a busy machine.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        ...shared,
        // On a real PostgreSQL and a real Redis: what needs them, and the slices once more.
        test: {
          name: 'services',
          root: folder('.'),
          include: [
            'server/**/*.services.test.ts',
            'server/features/{accounts,lessons,plans,classrooms,sample,study,shares}/*.test.ts',
            'server/features/recordings/{recording,relabel,slices}.test.ts',
            'server/features/{lessons/slides/slides,plans/history/history}.test.ts',
            'server/platform/db/writeDerived.test.ts',
            'e2e/roundtrip/{archived,authorization,mediaTickets,planHistory,putOut}.test.ts',
            'e2e/roundtrip/*.services.test.ts',
            'e2e/reliability/*.services.test.ts',
          ],
          globalSetup: folder('e2e/support/serveTests.ts'),
          setupFiles: folder('server/testing/usePostgres.ts'),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        ...shared,
        test: {
          name: 'client',
          root: folder('client'),
          include: ['**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'roundtrip',
          root: folder('e2e'),
          include: ['{roundtrip,architecture,bench}/**/*.test.ts'],
          exclude: ['**/*.services.test.ts'],
          testTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        ...shared,
        test: {
          name: 'reliability',
          root: folder('e2e'),
          include: ['reliability/**/*.test.ts'],
          exclude: ['**/*.services.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
