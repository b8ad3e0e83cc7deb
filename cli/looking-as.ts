import type { Command } from 'commander'
import type { Learner } from '../lms/index.js'
import type { CourseRole } from '../runtime/index.js'

/** As what somebody looks. */
export interface LookingOptions {
  readonly staff?: boolean
  readonly role?: readonly string[]
}

/** Adds `--role`. A store says nobody's role in a course, so whoever opens it says it. */
export function lookingAs(command: Command): Command {
  return command
    .option('--staff', 'look as staff: the same as --role staff')
    .option(
      '--role <name...>',
      'look as this in the course: learner, staff, instructor, beta_tester, or roles of a host’s own',
    )
}

/** A learner who looks as the options say. Ends the command where these are no roles, or roles that nobody has at once. */
export function looking(learner: Learner, { staff, role = [] }: LookingOptions, command: Command): Learner {
  const roles: readonly CourseRole[] = [...new Set(staff ? ['staff', ...role] : role)]
  const refuse = (why: string) => command.error(why, { exitCode: 2 })
  const odd = roles.find((one) => one === 'none' || !/^[\w-]{1,50}$/.test(one))
  if (odd !== undefined) refuse(`'${odd}' is no role that somebody looks as.`)
  const isStaff = roles.includes('staff') || roles.includes('instructor')
  if (isStaff && roles.includes('learner'))
    refuse(
      'Nobody is learner and staff of a course at once: say one of --role learner, staff and instructor.',
    )
  const further = roles.filter((one) => one !== 'learner' && one !== 'staff')
  return {
    ...learner,
    isStaff,
    ...(further.length > 0 && { facts: { ...learner.facts, roles: further, mark: further.join(' ') } }),
  }
}
