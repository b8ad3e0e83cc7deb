import { measureLibraryPages, sizes } from './grown-libraries.js'
import { pairedBenchmark } from './paired-benchmark.js'

/** An author looks through a library: the first page of all there is, and of one type, in turn. */
export const libraryPageGrowth = pairedBenchmark({
  id: 'library-page-growth',
  title: `the processor time of a page of the list of a library of ${sizes.many} components`,
  unit: 'ms',
  against: `the same of a library of ${sizes.few}`,
  sizes: { of: 'library', what: 'components', subject: sizes.many, against: sizes.few },
  atMost: { ratio: 2 },
  measure: () =>
    measureLibraryPages((library, _blocks, time) => {
      const query = time % 2 === 0 ? '' : '?types=problem'
      return `/author/libraries/${encodeURIComponent(library)}${query}`
    }, 40),
})
