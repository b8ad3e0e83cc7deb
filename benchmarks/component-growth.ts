import { measureLibraryPages, sizes } from './grown-libraries.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { blockId } from './stress-unit.js'

/** An author opens one component after the other: its page with its form, as the draft has it. */
export const componentGrowth = pairedBenchmark({
  id: 'component-growth',
  title: `the processor time of opening one component of a library of ${sizes.many}`,
  unit: 'ms',
  against: `the same of a library of ${sizes.few}`,
  sizes: { of: 'library', what: 'components', subject: sizes.many, against: sizes.few },
  atMost: { ratio: 1.1 },
  measure: () =>
    measureLibraryPages((library, blocks, time) => {
      const key = `${library.replace('lib:', 'lb:')}:problem:${blockId((time * 37) % blocks)}`
      return `/author/blocks/${encodeURIComponent(key)}`
    }, 60),
})
