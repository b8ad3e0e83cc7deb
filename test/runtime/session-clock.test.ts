import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Clock,
  Fragment,
  html,
  integer,
  needs,
  view,
  type ComposedBlock,
  type ConcreteBlockClass,
} from '../../runtime/index.js'

class FixedClock extends Clock {
  now(): number {
    return 100
  }
}

@block('dated')
@needs(Clock)
class Dated extends Block({ settings: { start: integer(0), due: integer(0) } }) {
  @view studentView() {
    const clock = this.service(Clock)
    return new Fragment(html`${clock.isPast(this.start)} ${clock.isPast(this.due)}`)
  }

  @view nowView() {
    return new Fragment(html`${this.service(Clock).now()}`)
  }
}

const types = new Map(
  BlockType.allOf(Dated as ConcreteBlockClass, 'test').map((type) => [type.name, type] as const),
)

function session() {
  const services = new Container()
  services.bind(Clock).toConstantValue(new FixedClock())
  return new BlockRuntime({ types, services }).session({ fieldData: { record: () => undefined } })
}

function dated(start: number, due: number): ComposedBlock {
  return {
    key: `block-v1:O+C+R+type@dated+block@d${start}-${due}`,
    type: 'dated',
    definition: 'd',
    fields: { start, due },
    children: [],
  }
}

describe('how long what a session showed stays true', () => {
  it('is for ever when nobody asked the time', () => {
    expect(session().validUntil).toBe(Infinity)
  })

  it('is until the first instant still to come that a block compared with', async () => {
    const one = session()
    await one.fragment(dated(50, 300), 'student_view')
    expect(one.validUntil).toBe(300)
    await one.fragment(dated(100, 200), 'student_view')
    expect(one.validUntil).toBe(200)
  })

  it('has ended already when a block asked what time it is', async () => {
    const one = session()
    await one.fragment(dated(50, 300), 'now_view')
    expect(one.validUntil).toBe(100)
  })
})
