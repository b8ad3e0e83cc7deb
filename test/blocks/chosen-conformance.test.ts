import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseXml, sourceOf, type BlockBase, type ConcreteBlockClass } from 'unit-compositor'
import { block, describeBlock, fromOlx, library, MemoryRuntime, type ClassOf } from 'unit-compositor/testing'
import { ConditionalBlock } from '../../blocks/conditional/conditional-block.js'
import { conditionsHold, listedSources, type Conditions } from '../../blocks/conditional/conditions.js'
import { sourceRemarks } from '../../blocks/conditional/read-conditional-olx.js'
import { ShowBlock } from '../../blocks/conditional/show-block.js'
import { DoneBlock } from '../../blocks/done/done-block.js'
import { HtmlBlock } from '../../blocks/html/index.js'
import { LibraryContentV2Block } from '../../blocks/library-content-v2/library-content-v2-block.js'
import { LibrarySourcedBlock } from '../../blocks/library-content-v2/library-sourced-block.js'
import { PollQuestionBlock } from '../../blocks/poll/index.js'
import { RandomizeBlock } from '../../blocks/randomized/randomize-block.js'
import { childOfGroup } from '../../blocks/split-test/group-children.js'
import { SplitTestBlock } from '../../blocks/split-test/split-test-block.js'
import { PassThroughBlock } from '../../blocks/structure/pass-through-block.js'

const runner = { describe, it }

/** The block of a type in its shipped scenario. */
function scenario<B extends BlockBase>(
  name: string,
  blockClass: ClassOf<B>,
  ...others: readonly ConcreteBlockClass[]
) {
  const olx = readFileSync(new URL(`../../blocks/scenarios/${name}.xml`, import.meta.url), 'utf8')
  const [element] = [...parseXml(olx).descendants()].filter((one) => one.name === name)
  return fromOlx(element ? sourceOf(element, olx) : '', blockClass, HtmlBlock, ...others)
}

const inside = { htmlFields: [] }
describeBlock(PassThroughBlock, runner, {
  ...inside,
  scenarios: [scenario('wrapper', PassThroughBlock, DoneBlock)],
})
describeBlock(LibrarySourcedBlock, runner, {
  scenarios: [
    fromOlx(
      '<library_sourced source_block_ids="[]"><done url_name="d"/></library_sourced>',
      LibrarySourcedBlock,
      DoneBlock,
    ),
  ],
})
describeBlock(RandomizeBlock, runner, { scenarios: [scenario('randomize', RandomizeBlock)] })
describeBlock(SplitTestBlock, runner, { scenarios: [scenario('split_test', SplitTestBlock)] })
describeBlock(ConditionalBlock, runner, { scenarios: [scenario('conditional', ConditionalBlock)] })
describeBlock(ShowBlock, runner, {
  scenarios: [fromOlx('<show sources="i4x://O/C/html/a; i4x://O/C/html/b"/>', ShowBlock)],
})

const none: Conditions = {
  correct: null,
  attempted: null,
  submitted: null,
  completed: null,
  voted: null,
  pollAnswer: null,
}

describe('a condition', () => {
  // [asked, state, grade, completion, holds]
  it.each([
    [{}, {}, [2, 2], 0, true],
    [{}, {}, [1, 2], 0, false],
    [{}, {}, undefined, 1, false],
    [{ correct: 'true' }, {}, [2, 2], 0, true],
    [{ correct: 'False' }, {}, undefined, 0, true],
    [{ attempted: 'True' }, { attempts: 1 }, undefined, 0, true],
    [{ attempted: 'True' }, { attempts: 0 }, [1, 1], 1, false],
    [{ attempted: 'True' }, { attempts: 'many' }, undefined, 0, false],
    [{ submitted: 'True' }, { attempts: 2, done: false }, undefined, 0, false],
    [{ submitted: 'True' }, { done: true }, undefined, 0, true],
    [{ completed: 'True' }, {}, undefined, 1, true],
    [{ completed: 'True' }, {}, undefined, 0.9, false],
    [{ voted: 'True' }, { voted: true }, undefined, 0, true],
    [{ voted: 'True' }, { choices: { q: 'Y' } }, undefined, 0, true],
    [{ voted: 'True' }, { choices: {} }, undefined, 0, false],
    [{ pollAnswer: 'yes' }, { poll_answer: 'yes' }, undefined, 0, true],
    [{ pollAnswer: 'yes' }, { choice: 'yes' }, undefined, 0, true],
    [{ pollAnswer: 'yes' }, { poll_answer: 'no' }, undefined, 0, false],
    [{ pollAnswer: '' }, { poll_answer: '' }, undefined, 0, false],
    [{ attempted: 'True', correct: 'False' }, { attempts: 1 }, [0, 1], 0, true],
    [{ attempted: 'True', correct: 'False' }, { attempts: 1 }, [1, 1], 0, false],
  ] as const)('%j of state %j, grade %j and completion %d: %j', (wanted, state, grade, completion, holds) => {
    const points = grade && { grade: { earned: grade[0], possible: grade[1] } }
    const records = new Map([['a', { state, completion, ...points }]])
    expect(conditionsHold({ ...none, ...wanted }, ['a'], records)).toBe(holds)
  })

  it('has to hold of every source, and never does of one that nobody can read', () => {
    const records = new Map([
      ['a', { state: {}, completion: 1 }],
      ['b', { state: {}, completion: 0 }],
    ])
    const completed = { ...none, completed: 'True' }
    const holds = (sources: string) => conditionsHold(completed, listedSources(sources), records)
    expect(['a', 'a; b', 'b', 'a ;; ', 'a; c', '', ' ; '].map(holds)).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('authors of a conditional', () => {
  it.each([
    ['i4x://O/C/problem/p; lb:O:L:problem:q', []],
    ['', ['It names no block that it rests on, so that no learner sees what stands in it.']],
    [
      'the poll',
      ["It rests on 'the poll', which is no usage key, so that no learner sees what stands in it."],
    ],
    ['course-v1:O+C+R', [expect.stringContaining('is no usage key')]],
  ])('are told what %j comes to', (sources, messages) => {
    expect(sourceRemarks({ sources }).map(({ message }) => message)).toEqual(messages)
  })
})

describe('a conditional of endless texts', () => {
  it('looks at no more than it may, and then never holds', async () => {
    const names = Array.from({ length: 102 }, (_, index) => `i4x://O/C/done/d${index}`)
    const records = new Map(names.map((name) => [name, { state: {}, completion: 1 }]))
    const read = new Map([...records].slice(0, 100))
    const holds = (count: number) =>
      conditionsHold({ ...none, completed: 'True' }, listedSources(names.slice(0, count).join(';')), read)
    expect([holds(100), holds(101), holds(102)]).toEqual([true, false, false])
    const runtime = new MemoryRuntime()
    const fields = { sources: names.join(';').repeat(1000), message: '{link}'.repeat(100_000) }
    const placed = runtime.add(block(ConditionalBlock, fields, [block(HtmlBlock, { data: 'x' })]))
    expect((await runtime.learner('ada').show(placed)).html.length).toBeLessThan(200_000)
  })
})

describe('the parts of an experiment', () => {
  const north = 'block-v1:O+C+R+type@vertical+block@north'
  const contextual = 'cb::block-v1:O+C+R+type@library_content_v2+block@k::lb:O:L:html:north'

  it.each([
    ['their own keys', north, north],
    ['keys of another run', 'block-v1:O+C+R2+type@vertical+block@north', north],
    ['old keys', 'i4x://O/C/vertical/north', north],
    ['keys in the library they came from', 'lb:O:L:html:north', contextual],
    ['keys of another type', 'block-v1:O+C+R+type@html+block@south', undefined],
    ['no keys', 'north', undefined],
    ['numbers', 7, undefined],
  ])('are found by %s', (_what, written, child) => {
    expect(childOfGroup({ 3: written }, '3', [north, contextual])).toBe(child)
  })
})

describe('an experiment', () => {
  it('tells staff of groups that the course does not have, and shows learners nothing', async () => {
    const runtime = new MemoryRuntime()
    const placed = runtime.add(scenario('split_test', SplitTestBlock))
    expect((await runtime.staff().show(placed)).text).toMatch(
      /no groups with the number 7.*The sea rises twice/,
    )
    expect((await runtime.learner('ada').show(placed)).text).toBe('')
    const groups = [
      { id: 0, name: 'Words' },
      { id: 1, name: 'Numbers' },
    ]
    const known = runtime.add(scenario('split_test', SplitTestBlock), {
      user_partitions: [{ id: 7, name: 'Half', scheme: 'random', groups }],
    })
    expect((await runtime.staff().show(known)).text).toMatch(
      /^Shown to learners of the group: Words.*Shown to learners of the group: Numbers/,
    )
    expect((await runtime.learner('ada').show(known)).text).toMatch(/^The sea rises (twice|every)[^.]*\.$/)
  })
})

describe('a conditional out of a library', () => {
  it('rests on the use of the library block that stands beside it', async () => {
    const olx = `<wrapper url_name="w">
      <poll_question url_name="swim">Swim?<answer id="yes">Yes</answer></poll_question>
      <conditional url_name="c" sources="lb:Us:Sea:poll_question:swim" voted="True"><html url_name="deep">Deep</html></conditional>
    </wrapper>`
    const part = fromOlx(olx, PassThroughBlock, PollQuestionBlock, ConditionalBlock, HtmlBlock)
    const runtime = new MemoryRuntime({ libraries: [library('lib:Us:Sea', { w: part })] })
    const placed = runtime.add(
      block(LibraryContentV2Block, {
        sourceLibraries: ['lib:Us:Sea:1'],
        libraryBlocks: ['lb:Us:Sea:wrapper:w'],
      }),
    )
    const ada = runtime.learner('ada')
    const [poll] = placed.children[0]?.children ?? []
    if (!poll) throw new Error('The library block is not there.')
    expect((await ada.show(placed.children[0] ?? placed)).text).not.toContain('Deep')
    await ada.call(poll, 'vote', { choice: 'yes' })
    expect((await ada.show(placed.children[0] ?? placed)).text).toContain('Deep')
    expect((await runtime.learner('bob').show(placed.children[0] ?? placed)).text).not.toContain('Deep')
  })
})

describe('a randomize block', () => {
  it('keeps the child that the incumbent drew by number', async () => {
    const runtime = new MemoryRuntime()
    const placed = runtime.add(scenario('randomize', RandomizeBlock))
    const keys = placed.composed.children.map(({ key }) => key)
    for (const [index, drawn] of ['ebb', 'flood'].entries()) {
      const learner = runtime.learner(`drew ${drawn}`)
      const address = { scope: 'userState', id: placed.key } as const
      runtime.fieldData.save(learner.id, [{ ...address, field: 'choice', value: index }])
      expect((await learner.show(placed)).text).toBe(`You drew the ${drawn}.`)
      expect(runtime.fieldData.record(learner.id, address)).toEqual({ choice: [keys[index]] })
    }
  })
})
