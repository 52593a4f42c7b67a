/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { withTexts } from '../../scripts/formsInChinese';
import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { isChinese } from '../../nodes/shared/util/language';
import { OPERATIONS } from '../../nodes/shared/words/zh/formOperations';
import { FORMS } from '../../nodes/shared/words/zh/formTexts';
import { partsOf, translated } from '../../nodes/shared/words/zh/inForm';
import { ROOT } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';
import { wordFunctionsOf } from '../support/wordFunctions';

it.each([
	['zh-CN', true],
	['zh', true],
	['zh-TW', true],
	['zh-Hant-HK', true],
	['en-US', false],
	['und', false],
	['zha-CN', false],
	['ja-JP', false],
])('a host with the locale %s reads Chinese: %s', (locale, chinese) =>
	expect(isChinese(locale)).toBe(chinese),
);

const FORM_OF: Record<string, unknown> = Object.fromEntries([
	...nodeTypes().map((node) => {
		const { description, properties } = node.description;
		return [node.constructor.name, { description, properties }];
	}),
	...[new KexiangApi(), new KexiangFileStorageApi()].map((credential) => [
		credential.constructor.name,
		credential.properties,
	]),
]);

function textsOf(form: unknown): string[] {
	const texts = new Set<string>();
	withTexts(form, (text) => {
		texts.add(text);
		return text;
	});
	return [...texts];
}

describe.each(Object.keys(FORM_OF))('the form of %s', (name) => {
	const texts = textsOf(FORM_OF[name]);

	it('has a Chinese text for each English one', () =>
		expect(texts.filter((text) => translated(text) === undefined)).toEqual([]));
});

it('a Chinese text says the numbers and links of the English one', () => {
	for (const [english, chinese] of Object.entries(FORMS)) {
		// The platform's own title, which the English one puts in brackets, has numbers of its own.
		const isTitled = english in OPERATIONS;
		const [said, told] = [factsOf(chinese), factsOf(english)];
		expect([english, isTitled ? said.filter((fact) => !told.includes(fact)) : said]).toEqual([
			english,
			isTitled ? [] : told,
		]);
	}
});

/** Numbers, links and tags. A number within a name, such as the one of imgs2video, is part of it. */
const factsOf = (text: string): string[] =>
	(text.match(/href="[^"]+"|<\/?\w+|(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z\d])/g) ?? []).sort();

it.each([
	['e.g. data', '例如 data'],
	['e.g. {{ $json.url }}', '例如 {{ $json.url }}'],
	['e.g. https://example.com/1.png or data', '例如 https://example.com/1.png 或 data'],
	['e.g. A text that nobody has translated', undefined],
])('the placeholder %j of a form reads %j', (english, chinese) =>
	expect(translated(english)).toBe(chinese),
);

it('an ellipsis ends no sentence of a form', () =>
	expect(
		translated(
			'Review of an image, video or audio file for Seedance; use its numeric ID, not asset-...',
		),
	).toBe('Seedance 的图片、视频或音频审核；用数字编号查询，不用 asset-...'));

it('no Chinese text is left over from an English one that is gone', () => {
	const used = new Set<string>();
	const look = (text: string): void => {
		if (text in FORMS) used.add(text);
		else partsOf(text).forEach(look);
	};
	for (const form of Object.values(FORM_OF)) textsOf(form).forEach(look);
	expect(Object.keys(FORMS).filter((text) => !used.has(text))).toEqual([]);
});

const WORDS = 'nodes/shared/words';

/** Of models, of the log, and of forms, whose Chinese stands in FORMS. */
const ENGLISH_ALONE = ['agents.ts', 'forms.ts', 'log.ts'];

const MESSAGES = readdirSync(path.join(ROOT, WORDS)).filter(
	(file) => file.endsWith('.ts') && !ENGLISH_ALONE.includes(file),
);

describe.each(MESSAGES)('the messages of %s', (file) => {
	const english = wordFunctionsOf(`${WORDS}/${file}`);
	const chinese = existsSync(path.join(ROOT, WORDS, 'zh', file))
		? wordFunctionsOf(`${WORDS}/zh/${file}`)
		: {};

	it('are the same ones in Chinese', () =>
		expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort()));

	it.each(Object.keys(english))('%s tells the same facts in Chinese', (name) =>
		expect(chinese[name]).toEqual(english[name]),
	);
});

it('there are no Chinese messages without English ones', () =>
	expect(
		readdirSync(path.join(ROOT, WORDS, 'zh')).filter(
			(file) => !MESSAGES.includes(file) && !/^(form[A-Z]\w*|inForm|compose)\.ts$/.test(file),
		),
	).toEqual([]));
