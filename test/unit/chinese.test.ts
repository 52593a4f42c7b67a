/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { INodeProperties } from 'n8n-workflow';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { isChinese } from '../../nodes/shared/util/language';
import { either, named } from '../../nodes/shared/words/zh/compose';
import * as connection from '../../nodes/shared/words/zh/connection';
import { ofParameter } from '../../nodes/shared/words/zh/fields';
import { OPERATIONS } from '../../nodes/shared/words/zh/formOperations';
import { FORMS } from '../../nodes/shared/words/zh/formTexts';
import { inForm, partsOf, translated } from '../../nodes/shared/words/zh/inForm';
import { fileTold, isEmptyFile, sides } from '../../nodes/shared/words/zh/media';
import { noClearAnswer } from '../../nodes/shared/words/zh/operations';
import { isPageOf } from '../../nodes/shared/words/zh/pages';
import { ended, mayExist, platformSaid, sentences } from '../../nodes/shared/words/zh/platform';
import { ofStorage } from '../../nodes/shared/words/zh/storage';
import { canceled, canceledWhileWaiting } from '../../nodes/shared/words/zh/tasks';
import { filled, PAGES } from '../../scripts/docs';
import { withTexts } from '../../scripts/formsInChinese';
import { OPERATIONS_FILE, operationsTable } from '../../scripts/operationsTable';
import { loadContract } from '../../simulator/contract';
import { NODES, OPERATIONS as OFFERED } from '../support/forms';
import { ROOT } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';
import { wordFunctionsOf } from './wordFunctions';

it('a host reads Chinese by its locale', () => {
	expect(['zh-CN', 'zh', 'zh-TW', 'zh-Hant-HK'].map(isChinese)).not.toContain(false);
	expect(['en-US', 'und', 'zha-CN', 'ja-JP'].map(isChinese)).not.toContain(true);
});

describe('forms', () => {
	const textsOf = (form: unknown): string[] => {
		const texts = new Set<string>();
		withTexts(form, (text) => {
			texts.add(text);
			return text;
		});
		return [...texts];
	};
	const FORM_OF: Array<[string, string[]]> = [
		...nodeTypes().map((node): [string, unknown] => [
			node.constructor.name,
			{ description: node.description.description, properties: node.description.properties },
		]),
		...[new KexiangApi(), new KexiangFileStorageApi()].map((credential): [string, unknown] => [
			credential.constructor.name,
			credential.properties,
		]),
	].map(([name, form]) => [name, textsOf(form)]);

	it.each(FORM_OF)('%s has a Chinese text for each English one', (_, texts) =>
		expect(texts.filter((text) => translated(text) === undefined)).toEqual([]),
	);

	it('have no Chinese text left over from an English one that is gone', () => {
		const used = new Set<string>();
		const look = (text: string): void => {
			if (text in FORMS) used.add(text);
			else partsOf(text).forEach(look);
		};
		FORM_OF.flatMap(([, texts]) => texts).forEach(look);
		expect(Object.keys(FORMS).filter((text) => !used.has(text))).toEqual([]);
	});

	/** Numbers, links and tags. A number within a name, such as the one of imgs2video, is part of it. */
	const factsOf = (text: string): string[] =>
		(text.match(/href="[^"]+"|<\/?\w+|(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z\d])/g) ?? []).sort();

	it('say the numbers and links of the English ones', () => {
		for (const [english, chinese] of Object.entries(FORMS)) {
			// The platform's own title, which the English one puts in brackets, has numbers of its own.
			const isTitled = english in OPERATIONS;
			const [said, told] = [factsOf(chinese), factsOf(english)];
			const wrong = isTitled ? said.filter((fact) => !told.includes(fact)) : said;
			expect([english, wrong]).toEqual([english, isTitled ? [] : told]);
		}
	});

	it.each([
		['e.g. data', '例如 data'],
		['e.g. {{ $json.url }}', '例如 {{ $json.url }}'],
		['e.g. https://example.com/1.png or data', '例如 https://example.com/1.png 或 data'],
		['e.g. A text that nobody has translated', undefined],
		[
			'Review of an image, video or audio file for Seedance; use its numeric ID, not asset-...',
			'Seedance 的图片、视频或音频审核；用数字编号查询，不用 asset-...',
		],
	])('read for %j: %j', (english, chinese) => expect(translated(english)).toBe(chinese));
});

describe('messages', () => {
	const WORDS = 'nodes/shared/words';
	const filesIn = (folder: string) => readdirSync(path.join(ROOT, folder));
	/** Of models, of the log, and of forms, whose Chinese stands in FORMS. */
	const ENGLISH_ALONE = ['agents.ts', 'forms.ts', 'log.ts'];
	const MESSAGES = filesIn(WORDS).filter(
		(file) => file.endsWith('.ts') && !ENGLISH_ALONE.includes(file),
	);

	it.each(MESSAGES)('of %s are the same ones in Chinese, and tell the same facts', (file) => {
		const chinese = `${WORDS}/zh/${file}`;
		expect(existsSync(path.join(ROOT, chinese))).toBe(true);
		expect(wordFunctionsOf(chinese)).toEqual(wordFunctionsOf(`${WORDS}/${file}`));
	});

	it('are not in Chinese alone', () =>
		expect(
			filesIn(`${WORDS}/zh`).filter(
				(file) => !MESSAGES.includes(file) && !/^(form[A-Z]\w*|inForm|compose)\.ts$/.test(file),
			),
		).toEqual([]));

	const { issueTitle, answeredElsewhere, tasksOfService } = connection;
	const ISSUE = {
		service: tasksOfService('Tool Task', 'videoEffect'),
		derived: 'GET /a',
		found: 'GET /b',
	};
	it.each([
		// Sentences stand without a blank between Chinese ones, and with one behind others.
		[sentences('余额不足。', '', '请充值。'), '余额不足。请充值。'],
		[sentences('Out of credits.', '请充值。'), 'Out of credits. 请充值。'],
		// Each has its full stop once.
		[ended('这项数据已有任务'), '这项数据已有任务。'],
		[ended('只能是：text2img'), '只能是：text2img。'],
		[ended('请查看。'), '请查看。'],
		[ended('内容违规！'), '内容违规！'],
		// What the platform says stays letter by letter.
		[
			sentences(platformSaid('Content refused.'), '请改正。'),
			'平台返回：Content refused. 请改正。',
		],
		[platformSaid('内容违规'), '平台返回：内容违规。'],
		// Lists, with blanks beside Latin letters and digits alone.
		[either(['JPG']), 'JPG'],
		[either(['JPG', 'PNG', 'WebP']), 'JPG、PNG 或 WebP'],
		[either([5, 10]), '5 或 10'],
		[either(['公网链接', '文件']), '公网链接或文件'],
		[either(['链接', 'asset://...', '文件']), '链接、asset://... 或文件'],
		// A label is in quotes once.
		[named('A', 'B'), '“A > B”'],
		[ofParameter('A', '不能为空'), '“A”不能为空'],
		[ofParameter(ofStorage('A'), '是空的'), '对象存储凭证里的“A”是空的'],
		[isEmptyFile({ fileName: 'a.png', mimeType: 'b' }).reason, '里的文件 a.png（b）是空的'],
		[isEmptyFile({ mimeType: 'image/png' }).reason, '里的文件（image/png）是空的'],
		[fileTold({ mimeType: 'image/png' }), '（image/png）'],
		[sides({ minSide: 300, maxSide: 6000 }), '每边 300 到 6000 像素'],
		[sides({ maxSide: 6000 }), '每边最多 6000 像素'],
		// What a review says of a task is not taken for the task of the video.
		[
			noClearAnswer('A', 'https://a.example', mayExist('没有返回')),
			'“A”：https://a.example 的审核没有明确的结果：没有返回',
		],
		// The issue form is filled in in English.
		[issueTitle(ISSUE), 'Tool Task (videoEffect): the path is GET /b'],
	])('%s', (said, text) => expect(said).toBe(text));

	it.each([
		[isPageOf('百度网盘 (Baidu)', 'a', '').reason, '填的是百度网盘的网页'],
		[isPageOf('Google Drive', 'a', '').reason, '填的是 Google Drive 的网页'],
		[answeredElsewhere(ISSUE, 'https://issue.example'), '（videoEffect）”的接口在'],
		// n8n finds its word for a stopped execution.
		[canceled(), 'canceled'],
		[canceledWhileWaiting(), 'canceled'],
	])('%s has the words %s', (said, words) => expect(said).toContain(words));
});

/** What the pages say of nodes, forms and messages is what these say. */

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const filesIn = (folder: string, ending: RegExp) =>
	readdirSync(path.join(ROOT, folder))
		.filter((name) => ending.test(name))
		.map((name) => `${folder}/${name}`);

const README = read('README.md');
const GUIDE = read('docs/zh-CN.md');

describe('what npm run docs writes', () => {
	/** Without the spaces and dashes that line up the columns of tables. */
	const squeezed = (text: string) => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');

	it('is what the operations say, in docs/operations.md', () =>
		expect(readFileSync(OPERATIONS_FILE, 'utf8')).toBe(operationsTable()));

	it.each(PAGES.map((file) => path.relative(ROOT, file)))('is so in %s', (file) => {
		const page = read(file);
		expect(squeezed(page)).toBe(squeezed(filled(page)));
		expect(page).toMatch(/<!-- (official|derived) -->\d+<!-- \/ -->/);
	});

	it('is never left out for a mark that nobody fills', () =>
		expect(() => filled('<!-- nobody -->1<!-- / -->')).toThrow('<!-- nobody -->'));
});

describe('operations', () => {
	it.each(NODES)('of $provider.name: the README names their models', ({ provider }) => {
		const row = README.split('\n').find((line) => line.startsWith(`| [${provider.name}](`));
		const models = provider.operations
			.filter(({ kind, name }) => kind !== 'query' && name.includes(': '))
			.map(({ name }) => name.replace(/ \(.*\)$/, '').split(': ')[1] ?? '');
		expect(models.filter((model) => row?.includes(model) !== true)).toEqual([]);
	});

	/** Of Kexiang Wait for Task. */
	const WAITING = nodeTypes()
		.filter(({ description }) => description.name === 'kexiangWaitForTask')
		.flatMap(({ description }) => description.properties)
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options.map(({ name }) => name));

	it('of the waiting node are in README and guide', () => {
		expect(WAITING.length).toBeGreaterThan(1);
		for (const name of WAITING) {
			expect(README).toContain(name);
			expect(GUIDE).toContain(name);
			expect(GUIDE).toContain(`“${inForm(name)}”`);
		}
	});

	/** Words that an operation begins with in English, and how the README sets off what it names. */
	const NAMED_IN_README =
		/(?:_|\*\*)((?:Generate|Edit|Stylize|Swap|Sync|Transfer|Submit|Merge|Cut|Extract|Make)\b[^_*\n]+)(?:_|\*\*)/g;
	/** What the guide says to choose as an operation. */
	const NAMED_IN_GUIDE = /操作选“([^“”]+)”|\| (?:同上|Kexiang \w+(?: \w+)*) +\| “([^“”]+)”/g;

	it.each([
		['README.md', README, NAMED_IN_README, (name: string) => name, 1],
		['docs/zh-CN.md', GUIDE, NAMED_IN_GUIDE, inForm, 8],
	])('are called in %s as in the dropdown', (_file, page, pattern, shown, least) => {
		const said = [...page.matchAll(pattern)].map(([, name, other = '']) => name ?? other);
		const names = [...OFFERED.map(({ operation }) => operation.name), ...WAITING].map(shown);
		expect(said.length).toBeGreaterThanOrEqual(least);
		expect(said.filter((name) => !names.includes(name))).toEqual([]);
	});
});

describe('options', () => {
	/** An entry that older workflows alone have is offered to nobody. */
	const isOffered = ({ displayOptions }: INodeProperties) =>
		!JSON.stringify(displayOptions ?? {}).includes('exists');
	const COLLECTIONS = nodeTypes()
		.flatMap(({ description }) => description.properties)
		.filter(({ type }) => type === 'collection');
	const labelsOf = (collection: string) =>
		COLLECTIONS.flatMap(({ displayName, options }) =>
			(options as INodeProperties[]).filter(isOffered).flatMap((option) => [
				...(displayName === collection ? [option.displayName] : []),
				// With the labels in Chinese, too, as the guide says them.
				...(inForm(displayName) === collection ? [inForm(option.displayName)] : []),
			]),
		);
	const NAMED = /(?:\b(Wait Options|Options|Advanced)|(?<=“)(等待选项|选项|高级)) > ([^\n]{1,60})/g;

	it('are called so wherever people read of them', () => {
		const files = [
			'README.md',
			...filesIn('docs', /\.md$/),
			...filesIn('nodes/shared/words', /\.ts$/),
			...filesIn('examples', /\.json$/),
		];
		const named = files.flatMap((file) =>
			[...read(file).matchAll(NAMED)].map(([, english, chinese = '', label = '']) => ({
				file,
				collection: english ?? chinese,
				label,
			})),
		);
		expect(named.length).toBeGreaterThan(40);
		const wrong = named.filter(
			({ collection, label }) => !labelsOf(collection).some((one) => label.startsWith(one)),
		);
		expect(wrong).toEqual([]);
	});
});

describe('the Chinese guide', () => {
	/** Cells of the first table below a heading, without the heads of its columns. */
	function tableBelow(heading: string): string[][] {
		const [, section = ''] = GUIDE.split(`\n## ${heading}\n`);
		const [table = ''] = /^\|.*(?:\n\|.*)*/m.exec(section) ?? [];
		const rows = table.split('\n').slice(2);
		return rows.map((row) => row.split('|').map((cell) => cell.trim()));
	}
	const found = (pattern: RegExp) => [...GUIDE.matchAll(pattern)].map(([, text = '']) => text);

	const inForms = new Set(Object.values(FORMS));
	/** An entry such as 16:9 reads the same in any language. */
	const isInForms = (text: string): boolean => inForms.has(text) || translated(text) === text;

	const messages = filesIn('nodes/shared/words/zh', /^(?!form)/)
		.map(read)
		.join('\n');
	/** Between the dots stands what the message says of every case; a number may be that of one. */
	const isMessage = (text: string): boolean =>
		text
			.split('……')
			.flatMap((part) => (messages.includes(part) ? [] : part.split(/\d+/)))
			.every((part) => messages.includes(part));

	it('has a table of every provider with services of its own', () => {
		const { byId } = loadContract();
		const named = NODES.filter(({ provider }) =>
			provider.operations.some(({ value }) => byId.has(value)),
		);
		const missing = named.filter(({ provider }) => !GUIDE.includes(`<!-- ${provider.name} -->`));
		expect(missing).toEqual([]);
	});

	it('links to pages and headings that are there', () => {
		const files = found(/\]\((?!https?:|#)([^)#]+)/g);
		expect(files.length).toBeGreaterThan(10);
		expect(files.filter((file) => !existsSync(path.join(ROOT, 'docs', file)))).toEqual([]);
		const anchors = found(/\]\(#([^)]+)\)/g);
		const headings = found(/^#+ (.+)$/gm).map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-'),
		);
		expect(anchors.length).toBeGreaterThan(20);
		expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
	});

	it('quotes what the Chinese forms and messages say', () => {
		const quoted = found(/“([^“”…]+)”/g);
		// A label would be found within some message.
		const isQuoted = (text: string) =>
			text.split(' > ').every(isInForms) || (text.length > 7 && isMessage(text));
		expect(quoted.length).toBeGreaterThan(100);
		expect(quoted.filter((text) => !isQuoted(text))).toEqual([]);
	});

	it('lists messages letter by letter', () => {
		const listed = tableBelow('常见问题').map(([, message = '']) => message);
		expect(listed.length).toBeGreaterThan(20);
		expect(listed.filter((message) => !isMessage(message))).toEqual([]);
	});

	it('gives each Chinese name its English one', () => {
		const named = tableBelow('中英文名称对照');
		expect(named.length).toBeGreaterThan(20);
		for (const [, chinese = '', english = ''] of named)
			expect(english.split(', ').map(translated)).toEqual(chinese.split('、'));
	});
});
