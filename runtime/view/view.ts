import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'
import { olxName } from '../field/olx-name.js'
import type { Fragment } from './fragment.js'

/** What a view may give: a fragment for pages, or plain data for clients that draw themselves. */
export type ViewResult = Fragment | object | null

const viewsKey = Symbol('views')

/**
 * Marks a method as a view. Its name in requests is the snake_case of the method's name:
 * `studentView` is `student_view`. A method called `fallbackView` is shown for every view the block lacks, and is
 * given the name of the view that was asked for.
 */
export function view<M extends (name: string) => ViewResult | Promise<ViewResult>>(
  prototype: object,
  method: string,
  _descriptor: TypedPropertyDescriptor<M>,
): void {
  refuseStandardDecorator('view', method)
  Reflect.defineMetadata(viewsKey, new Map(viewsOf(prototype)).set(olxName(method), method), prototype)
}

/** The views of a block class: method name by view name, inherited ones included. */
export function viewsOf(prototype: object): ReadonlyMap<string, string> {
  return (Reflect.getMetadata(viewsKey, prototype) as Map<string, string> | undefined) ?? new Map()
}
