import { z } from 'zod'

const tool = z.object({ key: z.string(), secret: z.string() })

/** What the host sets for the type: its own address, and the tools that courses may use, each with the key and secret that it gave. */
const settings = z.object({ site: z.string().default(''), tools: z.record(z.string(), tool).default({}) })

export type Tool = z.infer<typeof tool>

export function settingsIn(values: unknown): z.infer<typeof settings> {
  return settings.catch({ site: '', tools: {} }).parse(values)
}

/** How old what a tool signs may be, in seconds. */
export const patience = 300
