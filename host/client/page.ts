import { showLocalDates } from './frame/local-dates.js'
import { showPlaceInSequence } from './frame/place-in-sequence.js'
import { showUnitStanding } from './frame/unit-standing.js'
import { initializeBlocks } from './loader/initialize-blocks.js'

// A module script runs when the page has been read.
void initializeBlocks(document)
showLocalDates()
showPlaceInSequence()
showUnitStanding((listener) => document.addEventListener('block-called', listener))
