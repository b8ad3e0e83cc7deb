import { existsSync, readFileSync } from 'node:fs'
import { fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { PollBlock } from '../../blocks/poll/index.js'
import { WordCloudBlock } from '../../blocks/word-cloud/word-cloud-block.js'
import { parseXml, serialiseXml } from '../../runtime/olx/index.js'

const olx = new URL('../../../shared/olx/dhis2-intro/olx/', import.meta.url)
const text = (path: string) => readFileSync(new URL(path, olx), 'utf8')

describe.skipIf(!existsSync(olx))('the OLX of a real course', () => {
  it('holds a poll that can be voted on', async () => {
    const vertical = parseXml(text('vertical/8bbd6b76eb0e439093d35162ea875c0c.xml'))
    const [element] = [...vertical.descendants()].filter(({ name }) => name === 'poll')
    if (!element) throw new Error('The course has no poll any more.')
    const runtime = new MemoryRuntime()
    const poll = runtime.add(fromOlx(serialiseXml(element), PollBlock))
    const ada = runtime.learner('ada')
    expect((await ada.show(poll)).text).toContain('Aggregate Customization')
    expect((await ada.call(poll, 'vote', { choice: 'G' })).status).toBe(200)
    expect(ada.fields(poll)).toMatchObject({ maxSubmissions: 1, privateResults: false, tally: { G: 1 } })
    expect((await ada.show(poll)).text).toContain('training opportunities')
  })

  it('holds word clouds that take words', async () => {
    const runtime = new MemoryRuntime()
    const one = runtime.add(fromOlx(text('word_cloud/17f20465cb4c44699217c901117f90d9.xml'), WordCloudBlock))
    const other = runtime.add(
      fromOlx(text('word_cloud/053fdbc7367141a0bdb7f4ede2dc6408.xml'), WordCloudBlock),
    )
    const ada = runtime.learner('ada')
    expect([ada.fields(one).numInputs, ada.fields(other).numInputs]).toEqual([3, 1])
    expect((await ada.call(one, 'submit', { 'student_words[]': ['Norway'] })).status).toBe(200)
    expect((await ada.show(one)).text).toContain('norway')
  })
})
