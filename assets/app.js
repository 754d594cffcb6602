// What a browser with scripts adds to the pages. Every page works without it.

import {
  createAll,
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs
} from 'govuk-frontend'
import { keepFocusAboveBar, sayWhatWasDone } from './scripts/bar.js'
import { guardUnsavedChanges } from './scripts/guard.js'
import { keepTypedText } from './scripts/keep.js'
import { saveByKeyboard } from './scripts/keys.js'
import { countLength } from './scripts/length.js'
import { usePasskeys } from './scripts/passkeys.js'
import { reviewQuestions } from './scripts/review.js'
import { reachWideTables, showWhereWeAre } from './scripts/scroll.js'
import { addFromSelection } from './scripts/selection.js'
import { showTabs, tellStrip } from './scripts/tabs.js'
import { keepUnsaved } from './scripts/unsaved.js'
import { watchProgress } from './scripts/watch.js'

// GOV.UK Frontend asks for this class; setting it here spares the pages an inline script.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

const COMPONENTS = [
  Accordion, Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs
]
for (const component of COMPONENTS) createAll(component)

// Kept text is put back before the guard looks, so that it counts as not yet saved.
keepTypedText(document)
guardUnsavedChanges(document)
saveByKeyboard(document)
addFromSelection(document)
reachWideTables(document)
showWhereWeAre(document)
reviewQuestions(document)
keepFocusAboveBar(document)
sayWhatWasDone(document)
usePasskeys(document)
showTabs(document)
tellStrip(document)
countLength(document)
keepUnsaved(document)
watchProgress(document)
