import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'

/** What a column of a report holds. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'time'

/** A column of a report. */
export interface ReportColumn {
  /** What is written above it; its name where left out. */
  readonly title?: string
  readonly type: ColumnType
}

/** The columns of a report by name, in their order. */
export type ReportColumns = Readonly<Record<string, ColumnType | ReportColumn>>

interface CellTypes {
  readonly text: string
  readonly number: number
  readonly boolean: boolean
  /** Epoch milliseconds. */
  readonly time: number
}

type CellOf<C> = C extends ColumnType
  ? CellTypes[C]
  : C extends { readonly type: infer T extends ColumnType }
    ? CellTypes[T]
    : never

/** A row of a report: a value for each column, null or left out where there is none. */
export type ReportRow<C extends ReportColumns> = { readonly [K in keyof C]?: CellOf<C[K]> | null }

/** What the kernel keeps of a report. */
export interface ReportSpec {
  readonly method: string
  readonly columns: readonly (ReportColumn & { readonly name: string; readonly title: string })[]
}

const reportKey = Symbol('report')

/**
 * Marks the method that gives the rows of a block's report, for tables and CSV (the incumbent's `generate_report_data`). It is
 * called for staff, with the block's {@link BlockLearners}, and asked for the next row only when the one before was sent.
 */
export function report<const C extends ReportColumns>(columns: C) {
  return <M extends (learners: never) => AsyncIterable<ReportRow<C>> | Iterable<ReportRow<C>>>(
    prototype: object,
    method: string,
    _descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    refuseStandardDecorator('report', method)
    const spec: ReportSpec = {
      method,
      columns: Object.entries(columns).map(([name, said]) => {
        const column = typeof said === 'string' ? { type: said } : said
        return { name, title: name, ...column }
      }),
    }
    Reflect.defineMetadata(reportKey, spec, prototype)
  }
}

/** The report of a block class, inherited or its own; undefined where it has none. */
export function reportSpecOf(prototype: object): ReportSpec | undefined {
  return Reflect.getMetadata(reportKey, prototype) as ReportSpec | undefined
}
