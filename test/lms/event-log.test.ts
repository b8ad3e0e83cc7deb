import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileEventLog, trackingEvent, type TrackingEvent } from '../../lms/events/index.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const learner = { id: 'alice@example.org', anonymousId: 'anon-1', isStaff: false, name: 'Alice' }
const block = {
  key: 'cb::x',
  type: 'problem',
  definition: 'd',
  fields: { display_name: 'Stars' },
  children: [],
  origin: { library: 'lib:O:L', version: 'v1', block: 'lb:O:L:problem:p' },
}
const unit = { key: 'unit', context: 'course-v1:O+C+R', version: 'v', root: block }

function event(payload: string): TrackingEvent {
  const published = { type: 'problem_check', usageKey: block.key, blockType: 'problem', payload }
  return trackingEvent(published, block, { unit, learner, at: Date.UTC(2026, 0, 2, 3, 4, 5) })
}

describe('a tracking event', () => {
  it('says when, what and where, and knows the learner by the anonymous id alone', () => {
    expect(event('a line\nbreak')).toEqual({
      time: '2026-01-02T03:04:05.000Z',
      event_type: 'problem_check',
      name: 'problem_check',
      event_source: 'server',
      context: {
        course_id: 'course-v1:O+C+R',
        user_id: 'anon-1',
        unit: 'unit',
        module: {
          usage_key: 'cb::x',
          display_name: 'Stars',
          original_usage_key: 'lb:O:L:problem:p',
          original_usage_version: 'v1',
        },
      },
      event: 'a line\nbreak',
    })
    expect(JSON.stringify(event(''))).not.toContain('alice')
  })
})

describe('an event log in a file', () => {
  it('has one JSON line for each event, in order, when it is closed', async () => {
    const path = join(folder, 'events.jsonl')
    const log = new FileEventLog(path, () => expect.unreachable())
    const payloads = Array.from({ length: 500 }, (_, index) => `${index}\n${'x'.repeat(2000)}`)
    for (const payload of payloads) log.append([event(payload)])
    await log.close()
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as TrackingEvent).event)).toEqual(payloads)
  })

  it('reports a write that failed, and goes on on a line of its own', async () => {
    const lost: number[] = []
    const path = join(folder, 'events.jsonl')
    mkdirSync(path)
    const log = new FileEventLog(path, (_, count) => lost.push(count))
    log.append([event('1'), event('2')])
    await log.close()
    rmSync(path, { recursive: true })
    log.append([event('3')])
    await log.close()
    expect(lost).toEqual([2])
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    expect(lines.map((line) => (JSON.parse(line) as TrackingEvent).event)).toEqual(['3'])
  })
})
