import { describe, expect, it } from 'vitest'
import { trackingEvent, type TrackingEvent } from '../../lms/events/index.js'

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
