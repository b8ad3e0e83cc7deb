import { z } from 'zod'

const dayInSeconds = 86_400

/** A moment of a video: seconds, or `HH:MM:SS`. Gives whole seconds. */
const moment = z.union([
  z.number().min(0).lt(dayInSeconds).transform(Math.floor),
  z
    .string()
    .regex(/^\d{1,2}:[0-5]?\d:[0-5]?\d$/, 'must be HH:MM:SS')
    .transform((text) => text.split(':').reduce((total, part) => total * 60 + Number(part), 0))
    .refine((seconds) => seconds < dayInSeconds, 'must be before 24:00:00'),
])

/** What a player tells about a learner's viewing; what is absent stays as it was. */
export const viewingState = z.object({
  saved_video_position: moment.optional(),
  speed: z.number().min(0.1).max(16).optional(),
  transcript_language: z
    .string()
    .regex(/^[\w-]{1,35}$/, 'must be a language code')
    .optional(),
})
export type ViewingState = z.output<typeof viewingState>

/** How much of a video was seen, from 0 to 1. */
export const viewingCompletion = z.object({ completion: z.number().min(0).max(1) })
export type ViewingCompletion = z.output<typeof viewingCompletion>

/** What the client module is started with. Times are seconds. */
export interface VideoArguments {
  /** Where to go on; 0 is the beginning. */
  readonly position: number
  readonly start: number
  /** 0 is the end of the video. */
  readonly end: number
  readonly speed: number
}
