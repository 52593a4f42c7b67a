import { either, named } from '../../nodes/shared/words/zh/compose';
import {
	answeredElsewhere,
	issueTitle,
	tasksOfService,
} from '../../nodes/shared/words/zh/connection';
import { ofParameter } from '../../nodes/shared/words/zh/fields';
import { fileTold, isEmptyFile, sides } from '../../nodes/shared/words/zh/media';
import { noClearAnswer } from '../../nodes/shared/words/zh/operations';
import { isPageOf } from '../../nodes/shared/words/zh/pages';
import { ended, mayExist, platformSaid, sentences } from '../../nodes/shared/words/zh/platform';
import { ofStorage } from '../../nodes/shared/words/zh/storage';
import { canceled, canceledWhileWaiting } from '../../nodes/shared/words/zh/tasks';

it('sentences stand without a blank between Chinese ones, and with one behind others', () => {
	expect(sentences('余额不足。', '', '请充值。')).toBe('余额不足。请充值。');
	expect(sentences('Out of credits.', '请充值。')).toBe('Out of credits. 请充值。');
});

it('a sentence gets its full stop once', () => {
	expect(ended('这项数据已有任务')).toBe('这项数据已有任务。');
	expect(ended('只能是：text2img')).toBe('只能是：text2img。');
	expect(ended('请查看。')).toBe('请查看。');
});

it('what the platform says stays letter by letter', () => {
	expect(sentences(platformSaid('Content refused.'), '请改正。')).toBe(
		'平台返回：Content refused. 请改正。',
	);
	expect(platformSaid('内容违规')).toBe('平台返回：内容违规。');
	expect(ended('内容违规！')).toBe('内容违规！');
});

it.each([
	[['JPG'], 'JPG'],
	[['JPG', 'PNG', 'WebP'], 'JPG、PNG 或 WebP'],
	[[5, 10], '5 或 10'],
	[['公网链接', '文件'], '公网链接或文件'],
	[['链接', 'asset://...', '文件'], '链接、asset://... 或文件'],
])('%j is listed as %s', (entries, text) => expect(either(entries)).toBe(text));

it('a label is in quotes once', () => {
	expect(named('A', 'B')).toBe('“A > B”');
	expect(ofParameter('A', '不能为空')).toBe('“A”不能为空');
	expect(ofParameter(ofStorage('A'), '是空的')).toBe('对象存储凭证里的“A”是空的');
});

it('blanks stand beside Latin letters and digits alone', () => {
	expect(isEmptyFile({ fileName: 'cat.png', mimeType: 'image/png' }).reason).toBe(
		'里的文件 cat.png（image/png）是空的',
	);
	expect(isEmptyFile({ mimeType: 'image/png' }).reason).toBe('里的文件（image/png）是空的');
	expect(fileTold({ mimeType: 'image/png' })).toBe('（image/png）');
	expect(sides({ minSide: 300, maxSide: 6000 })).toBe('每边 300 到 6000 像素');
	expect(sides({ maxSide: 6000 })).toBe('每边最多 6000 像素');
	expect(isPageOf('百度网盘 (Baidu)', 'a', '').reason).toContain('填的是百度网盘的网页');
	expect(isPageOf('Google Drive', 'a', '').reason).toContain('填的是 Google Drive 的网页');
});

it('what a review says of a task is not taken for the task of the video', () =>
	expect(noClearAnswer('A', 'https://a.example', mayExist('没有返回'))).toBe(
		'“A”：https://a.example 的审核没有明确的结果：没有返回',
	));

it('n8n finds its word for a stopped execution', () => {
	expect(canceled()).toContain('canceled');
	expect(canceledWhileWaiting()).toContain('canceled');
});

it('the issue form is filled in in English', () => {
	const service = tasksOfService('Tool Task', 'videoEffect');
	const path = { service, derived: 'GET /a', found: 'GET /b' };
	expect(issueTitle(path)).toBe('Tool Task (videoEffect): the path is GET /b');
	expect(answeredElsewhere(path, 'https://issue.example')).toContain('（videoEffect）”的接口在');
});
