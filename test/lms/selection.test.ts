import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Release, select } from '../../lms/index.js'
import { withinBlock } from '../../lms/release/learners-place.js'
import { unknownStanding, type ComposedBlock, type FieldData, type Json } from '../../runtime/index.js'
import { alice, keyOf, one, person, side } from './sky-unit.js'

const { types } = side()
const questions = ['a', 'b', 'c'].map((id) => one('question', id))
const bank = one('bank', 'k', { count: 2 }, ...questions)
const root = one('box', 'u', {}, bank)
const q = (id: string) => keyOf('question', id)

function storing(values: Record<string, Json>): FieldData {
  return {
    record: ({ scope, id }) =>
      scope === 'userState' && id in values ? { selected: values[id] ?? [] } : undefined,
  }
}

const groups = { groupOf: (partition: number) => (partition === 7 ? 1 : undefined) }
const resultOf = () => undefined

function shown(block: ComposedBlock, stored: FieldData, learner = alice) {
  const facts = { now: 0, standing: unknownStanding, groups, partitions: new Map() }
  const release = Release.top(facts)
  const selection = select(block, { types, stored, learner, groups, resultOf, release })
  const keys = (parent: ComposedBlock) => selection.childrenOf.get(parent)?.map(({ key }) => key)
  return { ...selection, keys }
}

describe('what a learner sees of a unit', () => {
  it('is what each bank chooses, by a seed of learner and versionless usage key', () => {
    // 'alice|' + a key of 32 characters is 38 long; 38 % 3 is 2: the draw begins at the third.
    expect(keyOf('bank', 'k')).toHaveLength(32)
    const { keys, updates } = shown(root, storing({}))
    expect(keys(bank)).toEqual([q('c'), q('a')])
    expect(updates).toEqual([
      { scope: 'userState', id: bank.key, field: 'selected', value: [q('c'), q('a')] },
    ])
    const pinned = { ...bank, key: 'block-v1:O+C+R+branch@published-branch+type@bank+block@k' }
    expect(shown(pinned, storing({})).keys(pinned)).toEqual([q('c'), q('a')])
  })

  it('is the same when asked again before it is stored, and afterwards', () => {
    const first = shown(root, storing({}))
    expect(shown(root, storing({})).keys(bank)).toEqual(first.keys(bank))
    const after = shown(root, storing({ [bank.key]: [q('c'), q('a')] }))
    expect(after.keys(bank)).toEqual(first.keys(bank))
    expect([after.updates, after.events]).toEqual([[], []])
  })

  it('is chosen for staff as for anybody', () => {
    const staff = shown(root, storing({}), person('alice', true))
    expect(staff.keys(bank)).toEqual([q('c'), q('a')])
  })

  it('is chosen in nested banks too, but only in those that were chosen', () => {
    const inner = ['i', 'j'].map((id) =>
      one('bank', id, { count: 1 }, one('question', `${id}1`), one('question', `${id}2`)),
    )
    const outer = one('bank', 'o', { count: 1 }, ...inner)
    const { keys, updates } = shown(outer, storing({ [outer.key]: [inner[1]?.key ?? ''] }))
    expect(inner.map(keys)).toEqual([undefined, [expect.stringContaining('block@j')]])
    expect(updates.map(({ id }) => id)).toEqual([inner[1]?.key])
  })

  it('leaves out what only staff may see', () => {
    const hidden = one('question', 'h', { visible_to_staff_only: true })
    const box = one('box', 'b', {}, hidden, ...questions)
    expect(shown(box, storing({})).keys(box)).toEqual(questions.map(({ key }) => key))
    expect(shown(box, storing({}), person('eve', true)).keys(box)).toBeUndefined()
  })

  it('is nothing of a bank whose rule fails, and the rest of the unit', () => {
    const broken = one('bank', 'x', { count: 13 }, ...questions)
    const { keys, failures } = shown(one('box', 'b', {}, broken, bank), storing({}))
    expect(keys(broken)).toEqual([])
    expect(keys(bank)).toHaveLength(2)
    expect(failures.map(({ error }) => [error.code, error.usage])).toEqual([['block-failed', broken.key]])
  })
})

describe('a block that could not be composed', () => {
  it('shows none of its children, whichever of them a learner may have', () => {
    const failed = { ...bank, failure: { code: 'block-failed', message: 'no' } as const }
    expect(shown(failed, storing({})).keys(failed)).toEqual([])
  })
})

describe('the events of a changed selection', () => {
  const item = (id: string) => ({
    usage_key: q(id),
    original_usage_key: null,
    original_usage_version: null,
    descendants: [],
  })

  it('say what fell out, what was too many and what came in, in this order', () => {
    // Stored: gone, a. One falls out of the pool, then c comes in.
    const { events } = shown(root, storing({ [bank.key]: [q('gone'), q('a')] }))
    const result = [item('a'), item('c')]
    expect(events.map(({ type, usageKey, payload }) => ({ type, usageKey, payload }))).toEqual([
      {
        type: 'test.bank.removed',
        usageKey: bank.key,
        payload: {
          location: bank.key,
          result,
          previous_count: 2,
          max_count: 2,
          removed: [item('gone')],
          reason: 'invalid',
        },
      },
      {
        type: 'test.bank.assigned',
        usageKey: bank.key,
        payload: { location: bank.key, result, previous_count: 2, max_count: 2, added: [item('c')] },
      },
    ])
    const less = shown(
      one('bank', 'k', { count: 1 }, ...questions),
      storing({ [bank.key]: [q('b'), q('a')] }),
    )
    expect(less.events.map(({ type, payload }) => [type, payload])).toEqual([
      [
        'test.bank.removed',
        {
          location: bank.key,
          result: [item('b')],
          previous_count: 2,
          max_count: 1,
          removed: [item('a')],
          reason: 'overlimit',
        },
      ],
    ])
  })

  it('name where library blocks came from, and everything below them', () => {
    const origin = (block: string) => ({ library: 'lib:O:L', version: 'v7', block })
    const part = { ...one('text', 't'), origin: origin('lb:O:L:text:t') }
    const whole = { ...one('box', 'w', {}, part), origin: origin('lb:O:L:box:w') }
    const { events } = shown(one('bank', 'k', { count: 1 }, whole), storing({}))
    expect(events[0]?.payload).toMatchObject({
      previous_count: 0,
      added: [
        {
          usage_key: whole.key,
          original_usage_key: 'lb:O:L:box:w',
          original_usage_version: 'v7',
          descendants: [
            { usage_key: part.key, original_usage_key: 'lb:O:L:text:t', original_usage_version: 'v7' },
          ],
        },
      ],
    })
  })

  it('is all that is open now with all above it, whatever stands in what', () => {
    const date = (at: number) => new Date(at).toISOString()
    const starts = [undefined, 0, 10, 20]
    const settings = fc.record({
      start: fc.constantFrom(...starts),
      isForStaff: fc.constantFrom(false, false, true),
      sameAsUnit: fc.boolean(),
    })
    const units = fc.record({
      start: fc.constantFrom(...starts.slice(0, 3)),
      now: fc.constantFrom(10, 15),
      due: fc.constantFrom(undefined, 30),
      isExtending: fc.boolean(),
      isStaff: fc.boolean(),
      parts: fc.array(fc.tuple(settings, fc.array(settings, { maxLength: 4 })), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(units, ({ start, now, due, isExtending, isStaff, parts }) => {
        const open: string[] = []
        const made = (
          type: string,
          id: string,
          of: { start: number | undefined; isForStaff: boolean; sameAsUnit: boolean },
          isOpen: boolean,
          ...inside: ComposedBlock[]
        ) => {
          const own = of.sameAsUnit ? { start, isForStaff: false } : of
          const fields = {
            ...(own.start !== undefined && { start: date(own.start) }),
            ...(own.isForStaff && { visible_to_staff_only: true }),
            ...(due !== undefined && { due: date(due) }),
          }
          const block = one(type, id, fields, ...inside)
          const sources = due === undefined ? {} : { sources: { due: 'inherited' as const } }
          const isSeen = isOpen && (isStaff || ((own.start ?? 0) <= now && !own.isForStaff))
          return { block: { ...block, ...sources }, isSeen }
        }
        const boxes = parts.map(([of, below], index) => {
          const box = made('box', `b${index}`, of, true)
          const questionsIn = below.map((own, at) => made('question', `q${index}-${at}`, own, box.isSeen))
          if (box.isSeen) open.push(box.block.key)
          open.push(...questionsIn.flatMap(({ block, isSeen }) => (isSeen ? [block.key] : [])))
          return { ...box.block, children: questionsIn.map(({ block }) => block) }
        })
        const unit = one(
          'box',
          'u',
          {
            ...(start !== undefined && { start: date(start) }),
            ...(due !== undefined && { due: date(due) }),
          },
          ...boxes,
        )
        const standing = {
          ...unknownStanding,
          ...(isExtending && { extensions: { [unit.key]: new Date(99) } }),
        }
        const learner = { ...person('alice', isStaff), standing }
        const release = withinBlock(Release.top({ now, standing, groups, partitions: new Map() }), unit)
        const stored = storing({})
        const selection = select(unit, { types, stored, learner, groups, resultOf, release })
        expect([...selection.blocks.keys()]).toEqual([unit.key, ...open])
        const dues = new Set([...selection.blocks.values()].map(({ fields }) => fields['due']))
        expect([...dues]).toEqual([isExtending ? date(99) : due === undefined ? undefined : date(due)])
      }),
      { seed: 165, numRuns: 400 },
    )
  })
})
