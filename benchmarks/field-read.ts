import { Container } from 'inversify'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  boolean,
  dict,
  integer,
  list,
  optional,
  string,
} from '../runtime/index.js'
import { measurePairs } from './pairs.js'
import type { Benchmark } from './result.js'

const id = 'field-read'
const title = 'reading one field of each of 64 blocks, read before'
const limit = 3
const rounds = 60
/** As many objects as a large unit has blocks, so that no read can be moved out of the loop. */
const blocks = 64
const times = blocks * 20_000

@block('field_read')
class FieldReadBlock extends Block({
  content: { question: string('Why?'), answers: list(string(), ['a', 'b']) },
  settings: { displayName: string('Poll'), maxAttempts: optional(integer()), showResults: boolean(true) },
  userState: { choice: optional(string()), attempts: integer(2), notes: list(string(), ['n']) },
  userStateSummary: { tally: dict(integer(), { a: 1 }), votes: integer(3) },
}) {}

/** The same values as properties of an object. */
class PlainPoll {
  question = 'Why?'
  answers = ['a', 'b']
  displayName = 'Poll'
  maxAttempts: number | null = null
  showResults = true
  choice: string | null = null
  attempts = 2
  notes = ['n']
  tally: Record<string, number> = { a: 1 }
  votes = 3
}

/** Field properties against plain ones, once each field has been read. */
export const fieldRead: Benchmark = {
  id,
  title,
  async run() {
    const types = new Map(BlockType.allOf(FieldReadBlock, id).map((type) => [type.name, type]))
    const runtime = new BlockRuntime({ types, services: new Container() })
    const session = runtime.session({ fieldData: { record: () => undefined } })
    const type = 'field_read'
    const polls = Array.from({ length: blocks }, (_, number) => {
      const key = `block-v1:O+C+R+type@${type}+block@${number}`
      const poll = session.block({ key, type, definition: 'd', fields: {}, children: [] })
      if (!(poll instanceof FieldReadBlock)) throw new Error('The session made another block.')
      for (const name in poll) void Reflect.get(poll, name)
      return poll
    })
    const plain = Array.from({ length: blocks }, () => new PlainPoll())
    const pairs = await measurePairs(
      { run: () => sumOfFields(polls), times },
      { run: () => sumOfProperties(plain), times },
      rounds,
    )
    return {
      id,
      title,
      value: pairs.subject * 1e6,
      unit: 'ns',
      against: 'reading a plain property of 64 objects',
      ratio: pairs.ratio,
      spread: pairs.spread,
      runs: pairs.runs,
      target: `at most ${limit} ×`,
      met: pairs.ratio <= limit,
    }
  },
}

/** Two functions of one text: one function would be slowed for both by seeing two kinds of object. */
function sumOfFields(polls: readonly FieldReadBlock[]): number {
  let sum = 0
  for (let round = 0; round < times / blocks; round++) {
    for (const poll of polls) sum += poll.attempts
  }
  return sum
}

function sumOfProperties(polls: readonly PlainPoll[]): number {
  let sum = 0
  for (let round = 0; round < times / blocks; round++) {
    for (const poll of polls) sum += poll.attempts
  }
  return sum
}
