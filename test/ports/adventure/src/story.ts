import type { FieldRemark } from 'unit-compositor'
import { z } from 'zod'

/** One page of a story: what it tells, and where it leads. One that leads nowhere is an ending. */
const step = z.object({
  name: z.string(),
  title: z.string(),
  /** HTML of its author. */
  text: z.string(),
  choices: z.array(z.object({ to: z.string(), label: z.string() })),
  /** Of an ending: the share of the points that arriving there is worth, from 0 to 1. */
  worth: z.number().min(0).max(1),
})

export const story = z.array(step)
export type Step = z.infer<typeof step>

/** What is wrong with a story: choices that lead nowhere, steps that nothing leads to, names given twice. */
export function remarksOn(steps: readonly Step[]): FieldRemark[] {
  const names = new Set(steps.map(({ name }) => name))
  const remark = (level: FieldRemark['level'], message: string) => ({ level, field: 'steps', message })
  const lost = steps.flatMap(({ name, choices }) =>
    choices
      .filter(({ to }) => !names.has(to))
      .map(({ to }) => remark('error', `A choice of '${name}' leads to '${to}', which is not a step.`)),
  )
  const twice = steps.filter(({ name }, at) => steps.findIndex((one) => one.name === name) < at)
  const reached = reachedFrom(steps)
  return [
    ...lost,
    ...twice.map(({ name }) => remark('error', `Two steps are called '${name}'.`)),
    ...steps
      .filter(({ name }) => !reached.has(name))
      .map(({ name }) => remark('warning', `No choice leads to '${name}'.`)),
  ]
}

function reachedFrom(steps: readonly Step[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = steps.slice(0, 1)
  for (let at = open.pop(); at; at = open.pop()) {
    if (reached.has(at.name)) continue
    reached.add(at.name)
    for (const { to } of at.choices) open.push(...steps.filter(({ name }) => name === to))
  }
  return reached
}
