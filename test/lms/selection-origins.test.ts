import { expect, it } from 'vitest'
import { selectionEvents } from '../../lms/selection-events.js'
import type { ComposedBlock, JsonObject } from '../../runtime/index.js'
import { one } from './sky-unit.js'

const component = 'lb:O:L:problem:p'
const unit = 'lb:O:L:unit:u'

/** A block of a library in a bank, by the ways in which one can come there, with what events have to say of it. */
const ways: readonly [string, (block: ComposedBlock, of: string) => ComposedBlock, string][] = [
  [
    'referred to',
    (block, of) => ({ ...block, origin: { library: 'lib:O:L', version: 'abc', block: of } }),
    'abc',
  ],
  ['copied with a link', (block, of) => linked(block, { upstream: of, upstream_version: 3 }), '3'],
  ['copied with a link, before versions were noted', (block, of) => linked(block, { upstream: of }), ''],
]

function linked(block: ComposedBlock, fields: JsonObject): ComposedBlock {
  return { ...block, fields: { ...block.fields, ...fields } }
}

it.each(
  ['randomized', 'itembank', 'library_content'].flatMap((type) => ways.map((way) => [type, ...way] as const)),
)('events of a %s say where a block came from that is %s, and what is in it', (type, _, made, version) => {
  const inner = made(one('problem', 'i'), component)
  const whole = { ...made(one('vertical', 'w'), unit), children: [inner] }
  const own = one('problem', 'own')
  const bank = { ...one(type, 'bank', { max_count: 2 }), children: [whole, own] }
  const [assigned] = selectionEvents(
    bank,
    { selected: [whole.key, own.key], added: [whole.key, own.key] },
    'e',
    2,
  )
  const nothing = { original_usage_key: null, original_usage_version: null }
  expect(assigned).toMatchObject({
    type: 'e.assigned',
    payload: {
      location: bank.key,
      previous_count: 0,
      max_count: 2,
      added: [
        {
          usage_key: whole.key,
          original_usage_key: unit,
          original_usage_version: version,
          descendants: [
            { usage_key: inner.key, original_usage_key: component, original_usage_version: version },
          ],
        },
        { usage_key: own.key, ...nothing, descendants: [] },
      ],
    },
  })
})
