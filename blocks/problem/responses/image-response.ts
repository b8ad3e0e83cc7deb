import { inputGrade, type InputGrade, type Submission } from '../correct-map.js'
import type { ResponseSource } from './response-source.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

type Point = readonly [x: number, y: number]

interface ImageField {
  readonly input: string
  readonly points: number
  /** The author's attributes, as shown to learners. */
  readonly rectangle: string | null
  readonly regions: string | null
  /** Left, top, right, bottom; the edges belong to them. */
  readonly rectangles: readonly (readonly number[])[]
  /** Convex outlines; a click must be inside, not on the edge. */
  readonly outlines: readonly (readonly Point[])[]
}

/** `<imageresponse>`: a click inside a rectangle or a region of a picture. */
export interface ImageResponse {
  readonly kind: 'image'
  readonly fields: readonly ImageField[]
}

export function compileImage(source: ResponseSource): ImageResponse {
  return {
    kind: 'image',
    fields: source.inputs.map(({ id, element, points }) => {
      const rectangle = element.attribute('rectangle') ?? null
      const regions = element.attribute('regions') ?? null
      const rectangles = (rectangle ?? '').split(';').flatMap((text) => {
        const corners = /^[([](\d+),(\d+)[)\]]-[([](\d+),(\d+)[)\]]/.exec(text.replaceAll(' ', '').trim())
        if (corners !== null) return [corners.slice(1).map(Number)]
        if (text.trim() !== '')
          source.ignore(element, `'${text}' is not a rectangle such as (10,10)-(20,30).`)
        return []
      })
      const outlines = regionPoints(regions)
      if (outlines === undefined) source.ignore(element, `regions='${regions}' is not a list of points.`)
      return {
        input: id,
        points,
        rectangle,
        regions,
        rectangles,
        outlines: (outlines ?? []).map(convexOutline),
      }
    }),
  }
}

/** The regions of `[[[1,2],[3,4],[5,6]], …]`, or of a single `[[1,2],[3,4],[5,6]]`. */
function regionPoints(text: string | null): Point[][] | undefined {
  if (text === null || text.trim() === '') return []
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value)) return undefined
    const regions: unknown[] = Array.isArray(value[0]) && Array.isArray(value[0][0]) ? value : [value]
    return regions.every((region) => Array.isArray(region) && region.every(isPoint)) ? regions : undefined
  } catch {
    return undefined
  }
}

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
}

/** The corners of the smallest convex shape around some points, anticlockwise. */
function convexOutline(points: readonly Point[]): Point[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by)
  const half = (ordered: readonly Point[]) => {
    const hull: Point[] = []
    for (const point of ordered) {
      for (let last = hull.at(-1), before = hull.at(-2); last && before && turn(before, last, point) <= 0;) {
        hull.pop()
        last = before
        before = hull.at(-2)
      }
      hull.push(point)
    }
    return hull.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

function turn([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/** @throws CompositorError `problem-input` for an answer that is no place */
export function gradeImage(
  { fields }: ImageResponse,
  { answers }: Submission,
): { readonly [input: string]: InputGrade } {
  return Object.fromEntries(
    fields.map((field) => {
      const given = answers[field.input]
      if (given === undefined || given === '') return [field.input, inputGrade('incorrect')]
      const place =
        typeof given === 'string' ? /^\[(\d+),(\d+)\]/.exec(given.replaceAll(' ', '').trim()) : null
      if (place === null)
        throw new UnreadableAnswer(toSay("''{text}'' is not a place such as [10,20]."), {
          text: String(given),
        })
      return [
        field.input,
        inputGrade(hits(field, [Number(place[1]), Number(place[2])]) ? 'correct' : 'incorrect'),
      ]
    }),
  )
}

function hits({ rectangles, outlines }: ImageField, point: Point): boolean {
  const [x, y] = point
  return (
    rectangles.some(
      ([left = 0, top = 0, right = 0, bottom = 0]) => left <= x && x <= right && top <= y && y <= bottom,
    ) ||
    outlines.some(
      (corners) =>
        corners.length > 2 &&
        corners.every(
          (corner, index) => turn(corner, corners[(index + 1) % corners.length] ?? corner, point) > 0,
        ),
    )
  )
}
