/** Small block types for the compositor's tests, in plain JavaScript so that workers can load them as they are. */
import { writeFileSync } from 'node:fs'
import {
  Block,
  block,
  definePlugin,
  dict,
  float,
  inheritance,
  integer,
  list,
  optional,
  preparation,
  string,
  upstreamLinks,
} from 'unit-compositor'

const displayName = string('')
const named = { settings: { displayName } }

/** What `@block(type, capabilities)` does. */
function type(name, scoped, capabilities = {}) {
  const blockClass = class extends Block(scoped) {}
  block(name, capabilities)(blockClass)
  return blockClass
}

const references = ({ uses, forAll, forOne }) =>
  uses.map((use) => ({ ...use, overrides: { ...forAll, ...forOne[use.block] } }))
const referring = { settings: { displayName, uses: list(), forAll: dict(), forOne: dict() } }
const all = {
  field: 'selected',
  eventPrefix: () => 'practice',
  maxCount: () => -1,
  choose: ({ children }) => ({
    selected: children,
    toStore: children,
    changed: false,
    invalid: [],
    overlimit: [],
    added: [],
  }),
}

export default definePlugin({
  name: 'practice',
  blocks: [
    type('vertical', named),
    type('html', { content: { data: string() }, settings: { displayName } }),
    type('video', { settings: { displayName, maxAttempts: optional(integer()) } }),
    type(
      'problem',
      {
        content: { data: string() },
        settings: { displayName, maxAttempts: optional(integer()), weight: float(1) },
        userState: { attempts: integer() },
      },
      { prepare: preparation(({ data, maxAttempts }) => ({ words: data.split(' '), maxAttempts })) },
    ),
    type('box', { settings: { displayName, maxAttempts: optional(integer()) } }),
    type('uses', referring, { references }),
    type('bank', { ...referring, userState: { selected: list() } }, { references, choice: all }),
    type(
      'broken',
      { content: { how: string() }, userState: { attempts: integer() } },
      {
        prepare: preparation(({ how }) => {
          if (how === 'map') return { deep: { map: new Map() } }
          throw new Error('no such luck')
        }),
      },
    ),
    type(
      'spy',
      { userState: { attempts: integer() } },
      { prepare: preparation((fields) => fields.attempts) },
    ),
    type(
      'works',
      { content: { ms: integer() } },
      {
        prepare: preparation(({ ms }) => {
          const start = performance.now()
          while (performance.now() - start < ms);
          return 'worked'
        }),
      },
    ),
    type(
      'waits',
      { content: { ms: integer() } },
      {
        prepare: preparation(({ ms }) => {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
          return 'waited'
        }),
      },
    ),
    type('liar', named, {
      references: () => {
        throw new Error('cannot say')
      },
    }),
    type('hangs', named, {
      prepare: preparation(() => {
        for (;;);
      }),
    }),
    type('greedy', named, {
      prepare: preparation(() => {
        for (const all = []; ;) all.push(Array.from({ length: 10_000 }, Math.random))
      }),
    }),
    type(
      'exits_once',
      { content: { flag: string() } },
      {
        prepare: preparation(({ flag }) => {
          try {
            writeFileSync(flag, '', { flag: 'wx' })
          } catch {
            return 'second time'
          }
          return process.exit(3)
        }),
      },
    ),
    type('exits', named, { prepare: preparation(() => process.exit(3)) }),
    type('unsupported', named),
  ],
  mixins: [inheritance, upstreamLinks],
})
