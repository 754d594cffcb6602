// The editor of texts, loaded only where somebody writes one.

import { mountEditors } from './editor/mount.js'

mountEditors(document)
