import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Aside,
  aside,
  asideFor,
  AsideType,
  Block,
  block,
  definePlugin,
  Fragment,
  handler,
  html,
  integer,
  parseAsideKey,
  view,
  type ComposedBlock,
} from '../../runtime/index.js'
import { composed, request, runtimeOf, stored } from './memory-session.js'

@block('text')
class Text extends Block({ userState: { count: integer() } }) {
  @view studentView() {
    return new Fragment(html`<p>text</p>`).addCss('text.css')
  }
  @view countView() {
    return new Fragment(html`${this.count}`)
  }
}

@aside('thumbs', { shouldApplyTo: ({ type }) => type === 'text' })
class Thumbs extends Aside({ userState: { count: integer() }, preferences: { size: integer(3) } }) {
  @asideFor('student_view') thumbs({ type }: ComposedBlock) {
    return new Fragment(html`<i>${this.count} thumbs for ${type}</i>`)
      .initializeJs('thumbs.js')
      .addCss('text.css')
  }
  @handler(z.object({ up: z.boolean() })) vote({ up }: { up: boolean }) {
    this.count += up ? 1 : -1
    this.size = 5
    this.publish('thumbs.voted', { up })
    return { count: this.count, beside: this.usageKey.toString(), key: this.asideKey.toString() }
  }
  @handler grades() {
    this.publish('grade', { value: 1, maxValue: 1 })
  }
}

@aside('plain')
class Plain extends Aside({}) {
  @asideFor('student_view') note() {
    return new Fragment(html`<small>note</small>`)
  }
}

@aside('broken')
class Broken extends Aside({}) {
  @asideFor('student_view') note(): Fragment {
    throw new Error('no note')
  }
}

const text = composed('text')
const asideKey = `aside-usage-v2:block-v1$:O+C+R+type@text+block@text1::thumbs`
const session = (asides: readonly unknown[], data = stored()) =>
  runtimeOf([Text], { asides }).session({ fieldData: data })

describe('an aside', () => {
  it('is shown after the block, in an element of its own under a key of its own, resources once', async () => {
    const { content, resources } = await session([Thumbs]).fragment(text, 'student_view')
    expect(content.text).toMatch(/<p>text<\/p><\/div><div class="xblock xblock-thumbs xblock_asides-v1"/)
    expect(content.text).toContain(`data-usage-key="${asideKey}"`)
    expect(content.text).toContain('<i>0 thumbs for text</i>')
    expect(resources).toEqual([{ kind: 'css', url: 'text.css' }])
    expect(parseAsideKey(asideKey)).toMatchObject({ asideType: 'thumbs' })
  })

  it('stands beside the views and blocks it names only', async () => {
    const runtime = runtimeOf([Text], { asides: [Thumbs] })
    const other = runtime.session({ fieldData: stored() })
    expect((await other.fragment(text, 'count_view')).content.text).not.toContain('thumbs')
    expect(() => other.aside(composed('other'), 'thumbs')).toThrow(/No aside 'thumbs' stands beside/)
  })

  it('keeps its values apart from those of blocks, in every scope', async () => {
    const data = stored([
      { scope: 'userState', id: text.key, values: { count: 100 } },
      { scope: 'userState', id: asideKey, family: 'xblock_asides.v1', values: { count: 7 } },
      { scope: 'userState', id: asideKey, values: { count: 50 } },
    ])
    const one = session([Thumbs], data)
    const { response } = await one.handle(one.aside(text, 'thumbs'), 'vote', request({ body: '{"up":true}' }))
    expect(JSON.parse(String(response.body))).toEqual({ count: 8, beside: text.key, key: asideKey })
    expect(one.updates()).toEqual([
      { scope: 'userState', id: asideKey, family: 'xblock_asides.v1', field: 'count', value: 8 },
      { scope: 'preferences', id: 'thumbs', family: 'xblock_asides.v1', field: 'size', value: 5 },
    ])
  })

  it('publishes under the key of the block, and has no grade', async () => {
    const one = session([Thumbs])
    const thumbs = one.aside(text, 'thumbs')
    await one.handle(thumbs, 'vote', request({ body: '{"up":true}' }))
    expect(one.events).toEqual([
      { type: 'thumbs.voted', usageKey: text.key, blockType: 'text', payload: { up: true } },
    ])
    await expect(one.handle(thumbs, 'grades', request())).rejects.toMatchObject({ code: 'service-use' })
  })

  it('makes the block this learner’s own only when it looked at the learner', async () => {
    const one = session([Plain])
    await one.fragment(text, 'student_view')
    expect(one.touchedLearner(text)).toBe(false)
    const other = session([Thumbs])
    await other.fragment(text, 'student_view')
    expect(other.touchedLearner(text)).toBe(true)
  })

  it('that fails leaves the block and the other asides as they are', async () => {
    const runtime = runtimeOf([Text], { asides: [Broken, Plain] })
    const shown = async (showFailures: boolean) =>
      (await runtime.session({ fieldData: stored(), showFailures }).fragment(text, 'student_view')).content
        .text
    expect(await shown(false)).toMatch(/<p>text<\/p>.*<small>note<\/small>/)
    expect(await shown(false)).not.toContain('could not be shown')
    expect(await shown(true)).toContain('no note')
  })

  it('costs nothing but a check where none is registered: the very same fragment again', async () => {
    const runtime = runtimeOf([Text])
    const first = await runtime.session({ fieldData: stored() }).fragment(text, 'student_view')
    expect(await runtime.session({ fieldData: stored() }).fragment(text, 'student_view')).toBe(first)
  })

  it('of a versioned block has the key of the block without version', () => {
    const key = 'block-v1:O+C+R+version@0123456789abcdef01234567+type@text+block@text1'
    expect(new AsideType(Thumbs, 'test').beside({ ...text, key }).key).toBe(asideKey)
  })

  it('is refused at registration without @aside, or with two methods for one view', () => {
    class Nameless extends Aside({}) {}
    expect(() => definePlugin({ name: 'p', blocks: [], asides: [Nameless as never] })).toThrow(/needs @aside/)
    expect(() => {
      class Twice extends Aside({}) {
        @asideFor('student_view') one() {
          return new Fragment(html``)
        }
        @asideFor('student_view') other() {
          return new Fragment(html``)
        }
      }
      return Twice
    }).toThrow(/Both 'one' and 'other'/)
  })
})
