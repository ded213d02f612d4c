import { defineConfig } from 'vitest/config'
import react from '@vitejs/plugin-react'

const shared = { extends: true as const }

export default defineConfig({
  root: 'client',
  plugins: [react()],
  publicDir: 'public',
  resolve: { dedupe: ['yjs', 'lib0', 'react', 'react-dom', 'y-protocols', '@tiptap/core', '@tiptap/pm'] },
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
      { ...shared, test: { name: 'shared', root: 'shared', include: ['**/*.test.ts'] } },
      { ...shared, test: { name: 'server', root: 'server', include: ['**/*.test.ts'], testTimeout: 20_000 } },
      { ...shared, test: { name: 'client', root: 'client', include: ['**/*.test.{ts,tsx}'], environment: 'jsdom' } },
      { ...shared, test: { name: 'roundtrip', root: 'e2e', include: ['roundtrip/**/*.test.ts', 'architecture/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
