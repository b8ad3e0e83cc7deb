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
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'

const type = 'field_read'
/** As many objects as a large unit has blocks, so that no read can be moved out of the loop. */
const blocks = 64
const limit = 3

@block(type)
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

/** Blocks of one session, whose fields have all been read once. */
function polls(): FieldReadBlock[] {
  const types = new Map(BlockType.allOf(FieldReadBlock, type).map((one) => [one.name, one]))
  const runtime = new BlockRuntime({ types, services: new Container() })
  const session = runtime.session({ fieldData: { record: () => undefined } })
  return Array.from({ length: blocks }, (_, number) => {
    const key = `block-v1:O+C+R+type@${type}+block@${number}`
    const poll = session.block({ key, type, definition: 'd', fields: {}, children: [] })
    if (!(poll instanceof FieldReadBlock)) throw new Error('The session made another block.')
    for (const name in poll) void Reflect.get(poll, name)
    return poll
  })
}

const plainPolls = () => Array.from({ length: blocks }, () => new PlainPoll())

/** Field properties against plain ones, once each field has been read. */
export const fieldRead = pairedBenchmark({
  id: 'field-read',
  title: `reading one field of each of ${blocks} blocks, read before`,
  unit: 'ns',
  against: `reading a plain property of ${blocks} objects`,
  atMost: { ratio: limit },
  measure() {
    const [some, plain, reads] = [polls(), plainPolls(), 20_000]
    const times = blocks * reads
    return measurePairs(
      { run: () => sumOfFields(some, reads), times },
      { run: () => sumOfProperties(plain, reads), times },
      { runs: 60 },
    )
  },
})

/** What a view pays that reads every field of its block: ten getters in one function. */
export const fieldsRead = pairedBenchmark({
  id: 'fields-read',
  title: `reading each of ten fields of ${blocks} blocks in one function, read before`,
  unit: 'ns',
  against: `reading ten plain properties of ${blocks} objects`,
  atMost: { ratio: limit },
  measure() {
    const [some, plain, reads] = [polls(), plainPolls(), 500]
    const times = blocks * reads * 10
    return measurePairs(
      { run: () => sumOfAllFields(some, reads), times },
      { run: () => sumOfAllProperties(plain, reads), times },
      { runs: 60 },
    )
  },
})

/** Two functions of one text: one function would be slowed for both by seeing two kinds of object. */
function sumOfFields(polls: readonly FieldReadBlock[], reads: number): number {
  let sum = 0
  for (let round = 0; round < reads; round++) {
    for (const poll of polls) sum += poll.attempts
  }
  return sum
}

function sumOfProperties(polls: readonly PlainPoll[], reads: number): number {
  let sum = 0
  for (let round = 0; round < reads; round++) {
    for (const poll of polls) sum += poll.attempts
  }
  return sum
}

function sumOfAllFields(polls: readonly FieldReadBlock[], reads: number): number {
  let sum = 0
  for (let round = 0; round < reads; round++) {
    for (const poll of polls) {
      sum += poll.question.length + poll.answers.length + poll.displayName.length + (poll.maxAttempts ?? 1)
      sum += (poll.showResults ? 1 : 0) + (poll.choice?.length ?? 1) + poll.attempts + poll.notes.length
      sum += (poll.tally['a'] ?? 0) + poll.votes
    }
  }
  return sum
}

function sumOfAllProperties(polls: readonly PlainPoll[], reads: number): number {
  let sum = 0
  for (let round = 0; round < reads; round++) {
    for (const poll of polls) {
      sum += poll.question.length + poll.answers.length + poll.displayName.length + (poll.maxAttempts ?? 1)
      sum += (poll.showResults ? 1 : 0) + (poll.choice?.length ?? 1) + poll.attempts + poll.notes.length
      sum += (poll.tally['a'] ?? 0) + poll.votes
    }
  }
  return sum
}
