import { createHash, randomBytes } from 'node:crypto'

/** What names of kinds look like. */
export const kindForm = /^[a-z][a-z0-9-]{0,39}$/

/** An id for a job that starts now. @param now epoch milliseconds */
export function newJobId(kind: string, now: number): string {
  return `${kind}.${Math.max(0, Math.floor(now)).toString(36).padStart(9, '0')}.${randomBytes(9).toString('base64url')}`
}

/** Where a job is kept. */
export function jobKey(id: string): string {
  return `job ${id}`
}

/** Where it is noted that a job has not ended. */
export function openKey(id: string): string {
  return `job-open ${id}`
}

/** The key of the lease of a job. */
export function leaseKey(id: string): string {
  return `lease job ${id}`
}

/** Where the job is noted that alone may work on something. */
export function soleKey(kind: string, sole: string): string {
  return `job-sole ${kind} ${createHash('sha256').update(sole).digest('base64url')}`
}

/** Where a job keeps one of the things it lists. */
export function itemKey(id: string, list: string, place: number): string {
  return `${itemPrefix(id)}${list} ${String(place).padStart(9, '0')}`
}

/** What the keys of all things begin with that a job lists. */
export function itemPrefix(id: string): string {
  return `job-item ${id} `
}

/** Follows all that a key may hold. */
export const lastCharacter = '\u007f'
