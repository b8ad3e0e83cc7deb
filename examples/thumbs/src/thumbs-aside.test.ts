import { Block, block, Fragment, html, string, view } from 'unit-compositor'
import { block as draft, describeBlock, MemoryRuntime, unit } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { ThumbsAside } from './thumbs-aside.js'

@block('text')
class Text extends Block({ settings: { displayName: string() }, userState: { vote: string('none') } }) {
  @view studentView() {
    return new Fragment(html`<p>Text</p>`)
  }
}

const open = () => {
  const runtime = new MemoryRuntime({
    asides: [ThumbsAside],
    catalogues: new URL('../locale/', import.meta.url),
  })
  const text = runtime.add(draft(Text, { displayName: '"Tides" <3' }))
  return { runtime, text, thumbs: runtime.aside(text, ThumbsAside) }
}

describeBlock(ThumbsAside, { describe, it })

describe('thumbs', () => {
  it('stand beside a block, in a group that names it, as buttons that say whether they are pressed', async () => {
    const { runtime, text, thumbs } = open()
    const ada = runtime.learner('ada')
    await ada.call(thumbs, 'cast_vote', { vote: 'down' })
    const { html, text: read } = await ada.show(text)
    expect(html).toContain('role="group" aria-label="Rate: &quot;Tides&quot; &lt;3"')
    expect(html).toContain('value="up" aria-pressed="false"')
    expect(html).toContain('value="down" aria-pressed="true"')
    expect(html).toMatch(/aria-label="Thumbs up">.*aria-label="Thumbs down">/s)
    expect(read).toBe('Text 👍 0 👎 1')
  })

  it('speak the language of the learner', async () => {
    const { runtime, text } = open()
    const { html } = await runtime.learner('ada', { locale: 'es-CO' }).show(text)
    expect(html).toContain('aria-label="Valorar: &quot;Tides&quot; &lt;3"')
    expect(html).toMatch(/aria-label="Me gusta">.*aria-label="No me gusta">/s)
  })

  it('count each learner once, move with their mind, and go when taken back', async () => {
    const { runtime, text, thumbs } = open()
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    const vote = async (who: typeof ada, vote: 'up' | 'down' | null) =>
      (await who.call(thumbs, 'cast_vote', { vote })).body
    expect(await vote(ada, 'up')).toEqual({ vote: 'up', up: 1, down: 0 })
    expect(await vote(ada, 'up')).toEqual({ vote: 'up', up: 1, down: 0 })
    expect(await vote(bob, 'up')).toEqual({ vote: 'up', up: 2, down: 0 })
    expect(await vote(ada, 'down')).toEqual({ vote: 'down', up: 1, down: 1 })
    expect(await vote(ada, null)).toEqual({ vote: null, up: 1, down: 0 })
    expect((await bob.show(text)).html).toContain('value="up" aria-pressed="true"')
    expect(ada.events.map(({ usageKey, payload }) => [usageKey, payload])).toEqual(
      ['up', 'down', null].map((vote) => [text.key, { vote }]),
    )
  })

  it('have a count of their own beside each block, and leave its values alone', async () => {
    const { runtime, text, thumbs } = open()
    const [other] = runtime.add(unit(draft(Text))).children
    if (!other) throw new Error('The unit is empty.')
    const ada = runtime.learner('ada')
    await ada.call(thumbs, 'cast_vote', { vote: 'up' })
    expect((await ada.show(other)).text).toBe('Text 👍 0 👎 0')
    expect(ada.fields(thumbs)).toMatchObject({ vote: 'up', counts: { up: 1 } })
    expect(ada.fields(text).vote).toBe('none')
  })

  it.each([{ vote: 'sideways' }, {}, { vote: 1 }])('refuse %j', async (input) => {
    const { runtime, thumbs } = open()
    expect(await runtime.learner('ada').call(thumbs, 'cast_vote', input)).toMatchObject({ status: 400 })
  })
})
