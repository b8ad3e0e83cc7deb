import { readFileSync } from 'node:fs'
import { block, describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { WordCloudBlock } from './word-cloud-block.js'

const scenario = fromOlx(
  readFileSync(new URL('../scenarios/word-wall.xml', import.meta.url), 'utf8'),
  WordCloudBlock,
)

describeBlock(
  WordCloudBlock,
  { describe, it },
  {
    scenarios: [scenario],
    state: { submitted: true, studentWords: { rain: 1 }, allWords: { rain: 3, sun: 1 } },
    htmlFields: ['instructions'],
    plugin: new URL('../dist/index.js', import.meta.url),
  },
)

describe('a word cloud', () => {
  it('counts each word once a learner, whatever its case', async () => {
    const runtime = new MemoryRuntime()
    const cloud = runtime.add(scenario)
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    await ada.call(cloud, 'submit', { words: ['Rain', ' rain ', 'Sun'] })
    await bob.call(cloud, 'submit', { words: ['rain', '', ''] })
    expect(ada.fields(cloud).allWords).toEqual({ rain: 2, sun: 1 })
    expect((await bob.show(cloud)).text).toContain('rain (yours) 67 % sun 33 %')
    expect((await bob.show(cloud)).html).toMatch(/data-size="5">rain.*data-size="3">sun/s)
  })

  it('shows no words of others before the learner has given their own', async () => {
    const runtime = new MemoryRuntime()
    const cloud = runtime.add(scenario)
    await runtime.learner('ada').call(cloud, 'submit', { words: ['rain'] })
    expect((await runtime.learner('bob').show(cloud)).html).not.toContain('rain')
  })

  it.each([
    ['nothing', [], 400],
    ['blank words', [' ', ''], 400],
    ['more words than asked for', ['a', 'b', 'c', 'd'], 400],
    ['an endless word', ['x'.repeat(61)], 400],
    ['names of the language itself', ['__proto__', 'constructor'], 200],
  ])('answers %s as it should', async (_what, words, status) => {
    const runtime = new MemoryRuntime()
    const cloud = runtime.add(scenario)
    const ada = runtime.learner('ada')
    expect((await ada.call(cloud, 'submit', { words })).status).toBe(status)
    expect(Object.keys(ada.fields(cloud).allWords)).toEqual(status === 200 ? words : [])
  })

  it('takes words once, and shows at most as many as the author wants', async () => {
    const runtime = new MemoryRuntime()
    const cloud = runtime.add(block(WordCloudBlock, { numTopWords: 1, displayStudentPercents: false }))
    const ada = runtime.learner('ada')
    await ada.call(cloud, 'submit', { words: ['rain', 'sun'] })
    expect((await ada.call(cloud, 'submit', { words: ['sun'] })).status).toBe(409)
    expect((await ada.show(cloud)).text).toBe('rain (yours)')
  })
})
