import { runsOf, sliceOf } from './choice.ts'
import { ALL_STYLES } from './styles/all.ts'
import { conforms } from './suite.ts'

// One lab for all of them: while some wait for a timeout others have the processors.
conforms('every style', [...runsOf(ALL_STYLES), ...sliceOf(ALL_STYLES)])
