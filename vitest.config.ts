import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (room: string) => fileURLToPath(new URL(`./${room}/index.ts`, import.meta.url))

/** Where `.ci/run` wants the counts. */
const results = process.env['TEST_RESULTS']

/** Tests run on the sources; workers and child processes load the built package, so `npm test` builds first. */
export default defineConfig({
  resolve: {
    alias: [
      { find: 'unit-compositor/testing', replacement: source('plugins/testing') },
      ...['store', 'plugins', 'blocks', 'content', 'compositor', 'lms', 'host'].map((room) => ({
        find: `unit-compositor/${room}`,
        replacement: source(room),
      })),
      { find: /^unit-compositor$/, replacement: source('runtime') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Ports are packages of their own: their tests run where they are installed.
    exclude: ['**/node_modules/**', 'test/ports/*/**'],
    globalSetup: ['test/store/postgres-setup.ts'],
    testTimeout: 30_000,
    // A machine of others may stand still for a moment: the report says which tests needed a second try. Drills get none.
    retry: results ? 1 : 0,
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
    pool: 'forks',
    // Two processes take all files: what every file imports is read once in each.
    isolate: false,
    maxWorkers: 2,
  },
})
