import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { looking, type LookingOptions } from '../../cli/looking-as.js'
import { rolesOf } from '../../lms/told-learner.js'

const ada = { id: 'ada', anonymousId: 'a', name: 'ada', isStaff: false }
const as = (options: LookingOptions) =>
  looking(ada, options, new Command().exitOverride().configureOutput({ writeErr() {} }))

describe('whoever looks in a role', () => {
  it.each([
    [{}, false, ['learner']],
    [{ role: ['learner'] }, false, ['learner']],
    [{ staff: true }, true, ['staff']],
    [{ role: ['instructor'] }, true, ['staff', 'instructor']],
    [{ role: ['beta_tester', 'tutor'] }, false, ['learner', 'beta_tester', 'tutor']],
    [{ staff: true, role: ['tutor'] }, true, ['staff', 'tutor']],
  ])('has what they say: %j', (options, isStaff, roles) => {
    const learner = as(options)
    expect([learner.isStaff, rolesOf(learner)]).toEqual([isStaff, roles])
  })

  it.each([
    { role: ['none'] },
    { role: ['a b'] },
    { role: ['learner', 'staff'] },
    { staff: true, role: ['learner'] },
  ])('is refused with words where nobody has that: %j', (options) =>
    expect(() => as(options)).toThrow(/role|at once/),
  )
})
