import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Block, block, handler, integer, type StaffRequest } from '../../runtime/index.js'
import { block as draft, MemoryRuntime } from '../../plugins/testing/index.js'

let constructed = 0

@block('desk')
class Desk extends Block({ userState: { seen: integer() } }) {
  constructor() {
    super()
    constructed++
  }
  @handler open() {
    return 'open'
  }
  @handler({ for: 'staff' }) desk() {
    this.seen += 1
    return this.seen
  }
  @handler({ for: 'staff', reads: true }) look({ suffix }: StaffRequest) {
    return suffix
  }
  @handler(z.object({ score: z.number() }), { for: 'staff' }) grade({ score }: { score: number }) {
    return score
  }
}

describe('a handler for staff', () => {
  const runtime = new MemoryRuntime()
  const desk = runtime.add(draft(Desk))
  const staff = runtime.staff()

  it('is called by staff as any other', async () => {
    expect(await staff.call(desk, 'desk')).toMatchObject({ status: 200, body: 1 })
    expect(await staff.call(desk, 'look', {}, { method: 'GET', suffix: 'x' })).toMatchObject({ body: 'x' })
    expect(await staff.call(desk, 'grade', { score: 2 })).toMatchObject({ body: 2 })
    expect(await staff.call(desk, 'grade', { score: 'two' })).toMatchObject({ status: 400 })
  })

  it.each([
    ['desk', 'POST', {}],
    ['look', 'GET', {}],
    ['look', 'POST', {}],
    ['grade', 'POST', { score: 2 }],
    ['grade', 'POST', { score: 'two' }],
  ])(
    'refuses learners and visitors who call %s by %s, before any of the block runs',
    async (name, method, input) => {
      for (const somebody of [runtime.learner('ada'), runtime.anonymous()]) {
        const before = constructed
        expect(await somebody.call(desk, name, input, { method })).toMatchObject({
          status: 403,
          refused: true,
        })
        expect(constructed).toBe(before)
      }
    },
  )

  it('is not named to learners who call another', async () => {
    const { body } = await runtime.learner('ada').call(desk, 'none')
    expect(JSON.stringify(body)).toMatch(/it has: open\./)
    expect(JSON.stringify((await staff.call(desk, 'none')).body)).toMatch(/open, desk, look, grade/)
  })
})
