import { isJsonArray, isJsonObject, type Json } from '../../runtime/values/index.js'
import type { Records, StoredText } from '../records.js'
import { itemPrefix, jobKey, lastCharacter } from './job-key.js'
import type { Job } from './job.js'

/** Jobs, or things that they list, that are looked at together. */
const together = 200

/**
 * Takes a learner out of what jobs gave and listed: there a learner is named by `learner`, an id, or in `learners`, a list of ids, and
 * nowhere else. What has the former goes as a whole. A job that is under way looks by itself, at its end, who is still there.
 * @returns records that named the learner
 * @throws CompositorError `store-full`, `store-unavailable`
 */
export async function eraseFromJobs(records: Records, learner: string): Promise<number> {
  const named = JSON.stringify(learner)
  const erased = async ({ key, text: found }: StoredText): Promise<number> => {
    for (let text: string | undefined = found; ;) {
      if (text === undefined || !text.includes(named)) return 0
      const after = textWithout(key, text, learner)
      if (after === text) return 0
      const expected = new Map([[key, text]])
      if ((await records.commit({ expected, writes: new Map([[key, after]]) })).committed) return 1
      text = (await records.read([key])).get(key)
    }
  }
  let count = 0
  for (const prefix of [jobKey(''), itemPrefix('').trimEnd()]) {
    for (let from = prefix; ;) {
      const found = await records.range({ from, to: `${prefix}${lastCharacter}`, limit: together })
      for (const one of found) count += await erased(one)
      const last = found.at(-1)
      if (!last || found.length < together) break
      from = `${last.key} `
    }
  }
  return count
}

/** A record of a job without a learner; undefined for a thing that was theirs alone. */
function textWithout(key: string, text: string, learner: string): string | undefined {
  if (!key.startsWith(jobKey(''))) {
    const rest = without(JSON.parse(text) as Json, learner)
    return rest === undefined ? undefined : JSON.stringify(rest)
  }
  const job = JSON.parse(text) as Job
  if (job.result === undefined) return text
  return JSON.stringify({ ...job, result: without(job.result, learner) ?? null })
}

function without(value: Json, learner: string): Json | undefined {
  if (isJsonArray(value)) return value.flatMap((one) => without(one, learner) ?? [])
  if (!isJsonObject(value)) return value
  if (value['learner'] === learner) return undefined
  const rest = Object.entries(value).flatMap(([name, one]): [string, Json][] => {
    const isList = name === 'learners' && isJsonArray(one)
    const kept = isList ? one.filter((id) => id !== learner) : without(one, learner)
    return kept === undefined ? [] : [[name, kept]]
  })
  return Object.fromEntries(rest)
}
