import { describe, expect, it } from 'vitest'
import {
  Block,
  block,
  BlockType,
  CompositorError,
  Fragment,
  handler,
  html,
  integer,
  view,
  type BlockRuntimeOptions,
  type ComposedBlock,
} from '../../runtime/index.js'
import { composed, request, runtimeOf, stored } from './memory-session.js'

const never = new Promise<never>(() => {})
/** Lets a block go on that was left behind. */
let release = (): void => {}

@block('fine')
class Fine extends Block({}) {
  @view async studentView() {
    await Promise.resolve()
    return new Fragment(html`all is well`)
  }
}

@block('bad')
class Bad extends Block({ userState: { count: integer() } }) {
  @view throwsView(): Fragment {
    this.count = 7
    this.publish('noise', {})
    throw new Error('out of order')
  }
  @view async hangsView(): Promise<Fragment> {
    return never
  }
  @view async lateView(): Promise<Fragment> {
    await new Promise<void>((resolve) => (release = resolve))
    this.count = 9
    this.publish('late', {})
    return new Fragment(html`too late`)
  }
  @view textView() {
    return 'text' as unknown as Fragment
  }
  @view nothingView() {
    return undefined as unknown as Fragment
  }
  @view dataView() {
    return { some: 'data' }
  }
  @view hollowView() {
    return new Fragment(undefined as never)
  }
  @view knotView() {
    const knot: { self?: object } = {}
    knot.self = knot
    return new Fragment(html``).initializeJs('a.js', knot as never)
  }
  @view rejectsView(): Promise<Fragment> {
    return Promise.reject('just a text')
  }
  @handler hangs() {
    return never
  }
  @handler rubbish() {
    return () => 1
  }
  // @ts-expect-error JSON has no bigints
  @handler bigint() {
    return 1n
  }
  @handler status() {
    return { status: 99, contentType: 'text/plain', body: '' }
  }
}

@block('stillborn')
class Stillborn extends Block({}) {
  constructor() {
    super()
    throw new Error('no life')
  }
  @view studentView() {
    return new Fragment(html``)
  }
}

@block('row')
class Row extends Block({}) {
  @view fallbackView() {
    return this.row()
  }
  private async row() {
    const parts: Fragment[] = []
    for (const child of this.children) parts.push(await this.renderChild(child))
    return new Fragment(html`${parts.map(({ content }) => content)}`)
  }
}

type Report = Parameters<NonNullable<BlockRuntimeOptions['onFailure']>>

function open(deadline = 15) {
  const reports: Report[] = []
  const runtime = runtimeOf([Fine, Bad, Stillborn, Row], {
    deadline,
    onFailure: (...report) => reports.push(report),
  })
  const session = (showFailures = false) => runtime.session({ fieldData: stored(), showFailures })
  return { reports, session }
}

const row = (...children: ComposedBlock[]) => composed('row', {}, children)

describe('a block that fails', () => {
  it.each([
    ['throws', 'throws_view', 'out of order'],
    ['throws a text', 'rejects_view', 'just a text'],
    ['hangs', 'hangs_view', 'within 15 ms'],
    ['gives a text', 'text_view', 'a string'],
    ['gives nothing', 'nothing_view', 'undefined'],
    ['gives data for a page', 'data_view', 'a Object'],
    ['gives a fragment without content', 'hollow_view', 'without HTML content'],
    ['gives arguments that are no JSON', 'knot_view', 'circular'],
  ])('because it %s leaves the others standing, and is reported', async (_case, name, reason) => {
    const { session, reports } = open()
    const unit = composed('row', {}, [composed('bad'), composed('row', {}, [], 'row2')])
    const { content } = await session().fragment(unit, name)
    expect(content.text.match(/could not be shown/g)).toHaveLength(1)
    expect(content.text).toContain('block@row2')
    expect(reports).toHaveLength(1)
    const [error, failed, who] = reports[0] ?? []
    expect(error).toBeInstanceOf(CompositorError)
    expect(error).toMatchObject({ code: 'block-failed', message: expect.stringContaining(reason) })
    expect(failed?.type).toBe('bad')
    expect(who).toEqual({ plugin: 'test-plugin' })
  })

  it('names its type, its plugin and what it did, and keeps the cause', async () => {
    const { session } = open()
    const failing = session().view(composed('bad'), 'throws_view')
    await expect(failing).rejects.toMatchObject({
      message: "bad of plugin 'test-plugin' failed in view 'throws_view': out of order",
      cause: new Error('out of order'),
      usage: composed('bad').key,
    })
  })

  it('saves and publishes nothing of what it did before', async () => {
    const one = open().session()
    await one.fragment(composed('bad'), 'throws_view')
    expect(one.updates()).toEqual([])
    expect(one.events).toEqual([])
  })

  it('is not listened to when it wakes up after its time', async () => {
    const one = open().session()
    const { content } = await one.fragment(composed('bad'), 'late_view')
    expect(content.text).toContain('could not be shown')
    release()
    await Promise.resolve()
    await Promise.resolve()
    expect(one.updates()).toEqual([])
    expect(one.events).toEqual([])
  })

  it('does not use up the time of its parents, however many hang', async () => {
    const { session, reports } = open(20)
    const hanging = [1, 2, 3].map((id) => composed('bad', {}, [], `bad${id}`))
    const unit = row(composed('row', {}, hanging, 'inner'), composed('row', {}, [], 'after'))
    const { content } = await session().fragment(unit, 'hangs_view')
    expect(content.text.match(/could not be shown/g)).toHaveLength(3)
    expect(content.text).toContain('block@after')
    expect(reports).toHaveLength(3)
  })

  it('fails each time when its constructor does', async () => {
    const one = open().session()
    const stillborn = composed('stillborn')
    for (let time = 0; time < 2; time++) {
      await expect(one.view(stillborn, 'student_view')).rejects.toMatchObject({
        code: 'block-failed',
        message: expect.stringContaining('its constructor: no life'),
      })
    }
  })

  it.each([
    ['hangs', 'within 15 ms'],
    ['rubbish', 'a function that JSON cannot hold'],
    ['bigint', 'a bigint that JSON cannot hold'],
    ['status', 'status 99'],
  ])('in its handler (%s) is an error that says so', async (name, reason) => {
    await expect(open().session().handle(composed('bad'), name, request())).rejects.toMatchObject({
      code: 'block-failed',
      message: expect.stringContaining(reason),
    })
  })
})

describe('a block that cannot be shown at all', () => {
  const missing = composed('nobody_knows_it')
  const broken: ComposedBlock = {
    ...composed('fine'),
    failure: { code: 'olx-malformed', message: 'line 3 is odd' },
  }

  it.each([
    ['of a type nobody provides', missing, 'block-type-unknown'],
    ['that was not composed', broken, 'olx-malformed'],
  ])('%s is reported once and then costs no more than a block that works', async (_case, one, code) => {
    const { session, reports } = open()
    const first = await session().fragment(one, 'student_view')
    expect(await session().fragment(one, 'student_view')).toBe(first)
    expect(reports.map(([error]) => error.code)).toEqual([code])
  })

  it('of a type nobody provides is looked for the first time only, with a notice for such types or without', async () => {
    @block('unsupported')
    class Notice extends Block({}) {
      @view studentView() {
        return new Fragment(html`not here`)
      }
    }
    for (const known of [[], BlockType.allOf(Notice, 'shipped')]) {
      const lookups: string[] = []
      const get = (name: string) => {
        lookups.push(name)
        return known.find((type) => type.name === name)
      }
      const runtime = runtimeOf([], { types: { get } })
      const unit = composed('another_nobody_knows')
      const read = () => runtime.session({ fieldData: stored() }).fragment(unit, 'student_view')
      const first = await read()
      lookups.length = 0
      for (let reader = 0; reader < 50; reader++) expect(await read()).toBe(first)
      expect(lookups).toEqual([])
    }
  })

  it('tells staff why, and never learners after them', async () => {
    const { session } = open()
    const unit = composed('row', {}, [broken])
    const text = async (isStaff: boolean) =>
      (await session(isStaff).fragment(unit, 'student_view')).content.text
    expect(await text(true)).toContain('line 3 is odd')
    expect(await text(false)).not.toContain('line 3 is odd')
    expect(await text(true)).toContain('line 3 is odd')
  })
})
