import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'
import { olxName } from '../field/olx-name.js'
import type { Fragment } from './fragment.js'

/** What a view may give: a fragment for pages, or plain data for clients that draw themselves. */
export type ViewResult = Fragment | object | null

/** Methods whose views stand on pages: of learners and visitors, and the preview and the editor of authors. */
export type PageViewMethod = 'studentView' | 'publicView' | 'authorView' | 'studioView'

/** What the method of a view may give: a fragment where it stands on a page. */
export type ViewResultOf<Method extends string> = Method extends PageViewMethod ? Fragment : ViewResult

const viewsKey = Symbol('views')

/**
 * Marks a method as a view. Its name in requests is the snake_case of the method's name:
 * `studentView` is `student_view`. A method called `fallbackView` is shown for every view the block lacks, and is
 * given the name of the view that was asked for. `authorView` is a preview for authors, `studioView` their editor:
 * neither is ever shown to learners.
 */
export function view<
  Name extends string,
  M extends (name: string) => ViewResultOf<Name> | Promise<ViewResultOf<Name>>,
>(prototype: object, method: Name, _descriptor: TypedPropertyDescriptor<M>): void {
  refuseStandardDecorator('view', method)
  Reflect.defineMetadata(viewsKey, new Map(viewsOf(prototype)).set(olxName(method), method), prototype)
}

/** The views of a block class: method name by view name, inherited ones included. */
export function viewsOf(prototype: object): ReadonlyMap<string, string> {
  return (Reflect.getMetadata(viewsKey, prototype) as Map<string, string> | undefined) ?? new Map()
}
