/** What somebody is in a course everywhere; hosts have further roles by names of their own. */
export const standardRoles = ['learner', 'staff', 'instructor', 'beta_tester'] as const

/** One of {@link standardRoles}. */
export type StandardRole = (typeof standardRoles)[number]

/**
 * What somebody is in a course: `learner` or `staff`, never both; `instructor` besides `staff`; `beta_tester`, who sees parts earlier;
 * or what a host calls roles of its own.
 */
export type CourseRole = StandardRole | (string & Record<never, never>)
