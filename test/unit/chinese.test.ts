/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { isChinese } from '../../nodes/shared/util/language';
import { either, named } from '../../nodes/shared/words/zh/compose';
import * as connection from '../../nodes/shared/words/zh/connection';
import { ofParameter } from '../../nodes/shared/words/zh/fields';
import { OPERATIONS } from '../../nodes/shared/words/zh/formOperations';
import { FORMS } from '../../nodes/shared/words/zh/formTexts';
import { partsOf, translated } from '../../nodes/shared/words/zh/inForm';
import { fileTold, isEmptyFile, sides } from '../../nodes/shared/words/zh/media';
import { noClearAnswer } from '../../nodes/shared/words/zh/operations';
import { isPageOf } from '../../nodes/shared/words/zh/pages';
import { ended, mayExist, platformSaid, sentences } from '../../nodes/shared/words/zh/platform';
import { ofStorage } from '../../nodes/shared/words/zh/storage';
import { canceled, canceledWhileWaiting } from '../../nodes/shared/words/zh/tasks';
import { withTexts } from '../../scripts/formsInChinese';
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
