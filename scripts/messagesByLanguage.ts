/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Lets the built package speak Chinese on a Chinese host.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isChineseHost } from './formsAsData';

const TEXTS = 'const formTexts_1 = require("./formTexts");';
const TEXTS_LATE = 'const formTexts_1 = { get FORMS() { return require("./formTexts").FORMS; } };';

/** Lets the Chinese messages load the texts of forms when one is first looked up, which is not when n8n starts. */
export function loadTextsWhenNeeded(wordsFolder: string): void {
	const file = path.join(wordsFolder, 'zh', 'inForm.js');
	const text = readFileSync(file, 'utf8');
	assert.ok(text.includes(TEXTS), `${file} takes the texts from elsewhere`);
	writeFileSync(file, text.replace(TEXTS, TEXTS_LATE));
}

/** Lets each file of messages be the Chinese one of its name on a Chinese host. */
export function writeMessagesByLanguage(wordsFolder: string): void {
	for (const file of readdirSync(path.join(wordsFolder, 'zh'))) {
		const english = path.join(wordsFolder, file);
		if (!file.endsWith('.js') || !existsSync(english)) continue;
		const [strict = '', body = ''] = readFileSync(english, 'utf8').split(/(?<=^"use strict";\n)/);
		const choice = `if (${isChineseHost('..')}) module.exports = require("./zh/${file}");`;
		writeFileSync(english, `${strict}${choice}\nelse {\n${body.trimEnd()}\n}\n`);
	}
}
