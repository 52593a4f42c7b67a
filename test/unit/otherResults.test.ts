import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { type Asked, read } from '../../nodes/shared/answers/read';
import type { Task } from '../../nodes/shared/answers/task';
import { mergeInput } from '../../nodes/shared/run/inputFields';
import { resultItem, syncItem } from '../../nodes/shared/run/taskItem';
import { isObject } from '../../nodes/shared/util/json';
import { bounded } from '../../nodes/shared/waiting/waitState';
import { drawPicture } from '../../simulator/picture';
import { list } from '../support/rows';
import { IMAGE, VIDEO } from './sampleUrls';
import { output, toolData } from './taskAnswers';

/** Results that are no addresses of the web, as they are read. */

const baseUrl = 'https://api.example/kx';
const PICTURE = drawPicture('a boat', 32, 32).toString('base64');
const DATA = `data:image/png;base64,${PICTURE}`;
/** The smallest picture that people use in tests. */
const DOT =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const OSS = 'oss://bucket/a.png';

const nothingOf = (task: Task, ...names: Array<keyof Task>) => {
	for (const name of names) expect(task).not.toHaveProperty(name);
};

describe('a file that an answer holds itself', () => {
	it.each<[string, object, string]>([
		['data: in a list', { imgUrls: [DATA] }, DATA],
		['data: without base64', { imgUrl: 'data:image/svg+xml;utf8,%3Csvg%3E' }, ''],
		['data: with a parameter', { videoUrl: `data:video/mp4;name=a.mp4;base64,${PICTURE}` }, ''],
		['data: as a Markdown picture', { imgUrl: `![image](${DATA})` }, DATA],
		['base64 of a small picture', { imgUrl: DOT }, DOT],
		['base64 in lines', { image: PICTURE.replace(/.{76}/g, '$&\r\n') }, ''],
		['base64 of a JPEG, which begins with a slash', { imgUrl: `/9j/4AAQSkZJRg${DOT}` }, ''],
		['base64 of an MP3, which begins with two', { audioUrl: `//uQxAAA${DOT}` }, ''],
		['base64 in b64_json, of whatever it is', { images: [{ b64_json: 'z'.repeat(40) }] }, ''],
		['base64 in JSON that is written as text', { resultJson: JSON.stringify({ image: DOT }) }, DOT],
	])('%s is one, and a result', (_, given, file) => {
		const task = output(given);
		expect(task.written).toEqual([file === '' ? expect.any(String) : file]);
		expect(task).toMatchObject({ state: 'success', urls: [], hasResult: true });
		nothingOf(task, 'isEmpty', 'otherResults', 'text');
	});

	it.each<[string, unknown]>([
		['as data', DATA],
		['as base64 in place of data', PICTURE],
		['in a list', [DATA]],
		['as text', { text: DATA }],
		['as image_base64', { status: 'SUCCESS', image_base64: PICTURE }],
	])('of a tool %s is one, and no text', (_, data) => {
		const task = toolData(data);
		expect(task).toMatchObject({
			state: 'success',
			hasResult: true,
			written: [expect.any(String)],
		});
		nothingOf(task, 'text');
		expect(JSON.stringify(syncItem({}, task)).length).toBeLessThan(400);
	});

	it('is none where it is empty, no base64, a token, in a sentence, or what was sent', () => {
		const none = ['data:image/png;base64,', 'data:image/png;base64,(none)', 'x'.repeat(200)];
		for (const imgUrl of none) nothingOf(output({ imgUrl }), 'written');
		nothingOf(output({ prompt: 'It is a data:image/png;base64,' }), 'written');
		nothingOf(output({ imgUrl: DATA }, { sent: { image: DATA } }), 'written');
	});

	it('within what a model says is one, and the text has its beginning alone', () => {
		const task = output({ prompt: `Here it is:\n\n![image](${DATA})\n\nAnything else?` });
		expect(task.written).toEqual([DATA]);
		expect(task.text).toMatch(/^Here it is:\s+!\[image\]\(data:image\/png.{40,60}\.\.\.\)\s+Any/);
	});

	it('stands beside addresses, and in the answer with its beginning alone', () => {
		const body = { id: 7, task_status: 'success', service_output: { imgUrls: [IMAGE, DATA] } };
		const asked: Asked = { for: 'state', source: 'userTask', taskId: '7', baseUrl };
		const answer = read({ status: 200, headers: {}, text: JSON.stringify(body) }, asked, 0);
		if (!('task' in answer)) throw new Error('no task');
		expect(answer.task).toMatchObject({ urls: [IMAGE], written: [DATA] });
		const text = JSON.stringify(answer.body);
		expect(text).toContain('data:image/png;base64,iVBORw0KGgo');
		expect(text).toContain(IMAGE);
		expect(text.length).toBeLessThan(300);
	});

	it('is remembered within bounds, and it is said when it is not', () => {
		expect(bounded(output({ imgUrl: DATA }))).toEqual(output({ imgUrl: DATA }));
		const kept = bounded(output({ imgUrl: `data:image/png;base64,${'A'.repeat(1_000_000)}` }));
		expect(kept).toMatchObject({ cut: true, hasResult: true });
		expect(JSON.stringify(kept).length).toBeLessThan(1_000);
	});
});

describe('an address without a host', () => {
	it.each<[object, string]>([
		[{ imgUrl: '/files/a.png?sign=1' }, '/files/a.png?sign=1'],
		[{ videoUrl: '/v1/files/77' }, '/v1/files/77'],
		[{ imgUrls: ['files/a.png'] }, '/files/a.png'],
		[{ image: './a.png' }, '/a.png'],
		[{ poster: '/files/a.png' }, '/files/a.png'],
		[{ imgUrl: '/图片/a.png' }, '/%E5%9B%BE%E7%89%87/a.png'],
	])('%j is %s of the platform', (given, path) => {
		const found = { urls: [`${baseUrl}${path}`], hasResult: true, state: 'success' };
		expect(output(given, { baseUrl })).toMatchObject(found);
	});

	it('leads to no other host, and is no path of a disk, name, type or link of the API', () => {
		for (const start of ['/\\', '/@', '/https://']) {
			const { urls } = output({ imgUrl: `${start}evil.example/a.png` }, { baseUrl });
			for (const url of urls) expect(new URL(url).host).toBe('api.example');
		}
		for (const given of [
			{ video_path: '/mnt/data/a.mp4', fileName: 'out/a.mp4' },
			{ format: 'image/png', pollLink: '/api/v1/task/7' },
			{ imgUrl: 'cdn.example/a.png' },
		])
			expect(output({ videoUrl: IMAGE, ...given }, { baseUrl }).urls).toEqual([IMAGE]);
	});

	it('of a tool is one in place of its data', () => {
		const task = toolData('/files/a.mp4', { baseUrl });
		expect(task).toMatchObject({ videoUrls: [`${baseUrl}/files/a.mp4`] });
		nothingOf(task, 'text');
	});
});

describe('what nobody here can fetch', () => {
	it.each<[object, unknown[]]>([
		[{ imgUrl: OSS }, [OSS]],
		[{ videoUrl: 'oss:bucket/a.mp4' }, ['oss:bucket/a.mp4']],
	])('%j is shown as it is, and is a result', (given, otherResults) => {
		const task = output(given);
		expect(task).toMatchObject({ otherResults, urls: [], hasResult: true, state: 'success' });
		nothingOf(task, 'isEmpty');
		expect(resultItem({}, { task })).toMatchObject({ otherResults });
		expect(resultItem({}, { task })).not.toHaveProperty('note');
	});

	it('stands beside what can be fetched, also from its second address', () => {
		const task = output({ videoUrl: OSS, downloadUrl: IMAGE });
		expect(task).toMatchObject({ urls: [IMAGE], otherResults: [OSS] });
	});

	it('of a tool is no text, and nothing that was handed in is one', () => {
		expect(toolData(OSS)).toMatchObject({ otherResults: [OSS], hasResult: true });
		nothingOf(toolData(OSS), 'text');
		expect(output({ imgUrl: OSS }, { sent: { i: OSS } })).toMatchObject({ isEmpty: true });
	});

	it.each<object>([{ mesh: { id: 3, vertices: 12 } }, { imgUrl: 'cdn.example/a.png' }])(
		'output %j is shown where it is all there is, after its file was waited for',
		(given) => {
			const task = output({ taskId: 7, failReason: null, ...given });
			expect(task).toMatchObject({ isEmpty: true, otherResults: [given] });
			expect(resultItem({}, { task })).not.toHaveProperty('note');
			nothingOf(output({ ...given, videoUrl: VIDEO }), 'otherResults');
		},
	);

	it('data of a tool are shown where they are all that there is', () => {
		const task = toolData({ status: 'SUCCESS', duration: 3 });
		expect(resultItem({}, { task })).toMatchObject({ result: { duration: 3 } });
		expect(resultItem({}, { task })).not.toHaveProperty('note');
	});

	it('is cut where it is too large to be remembered', () => {
		const kept = bounded(output({ mesh: 'word '.repeat(20_000) }));
		expect(kept).toMatchObject({ cut: true });
		expect(JSON.stringify(kept).length).toBeLessThan(1_000);
	});
});

/** The fields of the input item beside those of the result. */

const url = 'https://x.example/1.png';
const ours = { taskId: '33202', state: 'success', status: 'SUCCESS', url };
const OTHER_TASK = { taskId: '1', taskSource: 'toolTask', queryPath: '/a/{id}' };

it.each<[string, IDataObject, IDataObject]>([
	['fields of another name', { row: 7 }, { row: 7 }],
	['what is the same', { url }, {}],
	['an ID that a table holds as a number', { taskId: 33202 }, {}],
	['a clash', { url: 'a' }, { input: { url: 'a' } }],
	['what would make n8n run the node again', { error: '' }, { input: { error: '' } }],
	['the task of another node', OTHER_TASK, { input: OTHER_TASK }],
	['clashes of an earlier node', { input: { status: 'a' } }, { input: { status: 'a' } }],
	['clashes of both', { url: 'a', input: { row: 'b' } }, { input: { url: 'a', row: 'b' } }],
	['of one name', { url: 'a', input: { url: 'b' } }, { input: { url: 'a', input: { url: 'b' } } }],
	['a column that is called input', { input: 'x' }, { input: 'x' }],
	['such a column, and a clash', { input: 'x', url: 'a' }, { input: { input: 'x', url: 'a' } }],
])('%s', (_, theirs, added) => expect(mergeInput(ours, theirs)).toEqual({ ...ours, ...added }));

it('does not keep what the task itself said before', () => {
	const handle = { taskId: '33202', submittedAt: '2026-11-27T00:00:00Z' };
	const before = { ...handle, state: 'pending', status: 'pending', input: { status: 'todo' } };
	const done = { ...ours, ...handle };
	expect(mergeInput(done, before)).toEqual({ ...done, input: { status: 'todo' } });
	const earlier = { submittedAt: 'earlier', state: 'pending' };
	expect(mergeInput(done, { taskId: '33202', ...earlier })).toEqual({ ...done, input: earlier });
});

it('keeps no task of others beside a result without one', () => {
	const result = { state: 'success', url: 'a' };
	expect(mergeInput(result, { taskId: '1', row: 2 })).toEqual({
		...result,
		row: 2,
		input: { taskId: '1' },
	});
});

it('loses nothing, and lets ours win, whatever the row holds', () => {
	const names = list`url state taskId error input __proto__ constructor row`;
	const key = fc.oneof(fc.constantFrom(...names), fc.string());
	const row = fc
		.array(fc.tuple(key, fc.jsonValue()))
		.map((entries) => Object.fromEntries(entries) as IDataObject);
	fc.assert(
		fc.property(row, (theirs) => {
			const merged = mergeInput(ours, theirs);
			expect(merged).toMatchObject(ours);
			expect(Object.hasOwn(merged, 'error')).toBe(false);
			const text = JSON.stringify(merged);
			const values = Object.entries(theirs).flatMap(([name, value]) =>
				name === 'input' && isObject(value) ? Object.values(value) : [value],
			);
			for (const value of values) expect(text).toContain(JSON.stringify(value));
		}),
		{ numRuns: 500 },
	);
});
