import { describe, expect, it } from 'vitest'
import { keyNamedBeside, parseUsageKey } from '../../../runtime/index.js'

const here = 'block-v1:O+C+R+type@conditional+block@c'
const problem = 'block-v1:O+C+R+type@problem+block@p'
const use = 'cb::block-v1:O+C+R+type@library_content_v2+block@k::lb:O:L'

describe('a block that content names by its key', () => {
  it.each([
    ['of the same run', problem, here, problem],
    ['with a branch', 'block-v1:O+C+R+branch@draft-branch+type@problem+block@p', here, problem],
    ['of another run', 'block-v1:O+C+R0+type@problem+block@p', here, problem],
    ['of another course', 'block-v1:X+Y+Z+type@problem+block@p', here, problem],
    ['without a run', ' i4x://O/C/problem/p ', here, problem],
    ['beside a use out of a library', 'lb:O:L:problem:p', `${use}:conditional:c`, `${use}:problem:p`],
    ['of the course, from within a library’s use', 'i4x://O/C/problem/p', `${use}:conditional:c`, problem],
    ['of the library itself', 'lb:O:L:problem:p', 'lb:O:L:conditional:c', 'lb:O:L:problem:p'],
    ['of another library', 'lb:O:M:problem:p', 'lb:O:L:conditional:c', undefined],
    ['of a library, from a course', 'lb:O:L:problem:p', here, undefined],
    ['of a use in the course', `${use}:problem:p`, here, `${use}:problem:p`],
    ['that is a course', 'course-v1:O+C+R', here, undefined],
    ['that is none', '../etc/passwd', here, undefined],
    ['that is empty', '', here, undefined],
  ])('%s: %s', (_what, name, beside, key) => {
    expect(keyNamedBeside(name, parseUsageKey(beside))?.toString()).toBe(key)
  })
})
