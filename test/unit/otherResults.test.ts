import { bounded } from '../../nodes/shared/waiting/waitState';
import { read, type Asked } from '../../nodes/shared/answers/read';
import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import { resultItem, syncItem } from '../../nodes/shared/run/taskItem';
import { drawPicture } from '../../simulator/picture';
import { cpuMs } from '../support/cpuTime';

/** Results that are no addresses of the web, as they are read. */

const BASE = 'https://api.example/kx';
const PICTURE = drawPicture('a boat', 32, 32).toString('base64');
const DATA = `data:image/png;base64,${PICTURE}`;
/** The smallest picture that people use in tests. */
const DOT =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const WEB = 'https://files.example/a.png';

const record = (service_output: unknown, more: object = {}) =>
	readTask(
		{ id: 7, task_status: 'success', service_output, ...more },
		{ source: 'userTask', baseUrl: BASE },
	);
const tool = (data: unknown, sent?: unknown) =>
	readTask({ code: 0, errorMessage: '', data }, { source: 'toolTask', baseUrl: BASE, sent });

describe('a file that an answer holds itself', () => {
	it.each<[string, unknown, string]>([
		['data: in imgUrl', { imgUrl: DATA }, DATA],
		['data: in imgUrls', { imgUrls: [DATA] }, DATA],
		['data: without base64', { imgUrl: 'data:image/svg+xml;utf8,%3Csvg%3E' }, ''],
		['data: with a parameter', { videoUrl: `data:video/mp4;name=a.mp4;base64,${PICTURE}` }, ''],
		['data: as a Markdown picture', { imgUrl: `![image](${DATA})` }, DATA],
		['base64 of a small picture', { imgUrl: DOT }, DOT],
		['base64 in lines', { image: PICTURE.replace(/.{76}/g, '$&\r\n') }, ''],
		['base64 of a JPEG, which begins with a slash', { imgUrl: `/9j/4AAQSkZJRg${DOT}` }, ''],
		['base64 of an MP3, which begins with two', { audioUrl: `//uQxAAA${DOT}` }, ''],
		['base64 in b64_json, of whatever it is', { images: [{ b64_json: 'z'.repeat(40) }] }, ''],
		['base64 in JSON that is written as text', { resultJson: JSON.stringify({ image: DOT }) }, DOT],
	])('%s is one, and a result', (_name, output, file) => {
		const task = record(output);
		expect(task.written).toHaveLength(1);
		if (file !== '') expect(task.written).toEqual([file]);
		expect(task).toMatchObject({ state: 'success', urls: [], hasResult: true });
		for (const name of ['isEmpty', 'otherResults', 'text']) expect(task).not.toHaveProperty(name);
	});

	it.each<[string, unknown]>([
		['as data', DATA],
		['as base64 in place of data', PICTURE],
		['in a list', [DATA]],
		['as text', { text: DATA }],
		['as b64_json', [{ b64_json: PICTURE }]],
		['as image_base64', { status: 'SUCCESS', image_base64: PICTURE }],
	])('of a tool %s is one, and no text', (_name, data) => {
		const task = tool(data);
		expect(task.written).toHaveLength(1);
		expect(task).not.toHaveProperty('text');
		expect(task).toMatchObject({ state: 'success', hasResult: true });
		expect(JSON.stringify(syncItem({}, task)).length).toBeLessThan(400);
	});

	it.each<[string, unknown, unknown]>([
		['an empty one', { imgUrl: 'data:image/png;base64,' }, {}],
		['one of no base64', { imgUrl: 'data:image/png;base64,(none)' }, {}],
		['a token', { imgUrl: 'x'.repeat(200) }, {}],
		['what was sent', { imgUrl: DATA }, { image: DATA }],
		['what a sentence holds that names one', { prompt: 'It is a data:image/png;base64,' }, {}],
	])('%s is none', (_name, service_output, sent) => {
		const answer = { id: 7, task_status: 'success', service_output };
		expect(readTask(answer, { source: 'userTask', sent })).not.toHaveProperty('written');
	});

	it('within what a model says is one, and the text has its beginning alone', () => {
		const task = record({ prompt: `Here it is:\n\n![image](${DATA})\n\nAnything else?` });
		expect(task.written).toEqual([DATA]);
		expect(task.text).toMatch(/^Here it is:\s+!\[image\]\(data:image\/png.{40,60}\.\.\.\)\s+Any/);
	});

	it('stands beside addresses, and in the item and the answer with its beginning alone', () => {
		const body = { id: 7, task_status: 'success', service_output: { imgUrls: [WEB, DATA] } };
		const asked: Asked = { for: 'state', source: 'userTask', taskId: '7', baseUrl: BASE };
		const answer = read({ status: 200, headers: {}, text: JSON.stringify(body) }, asked, 0);
		if (!('task' in answer)) throw new Error('no task');
		expect(answer.task).toMatchObject({ urls: [WEB], written: [DATA] });
		const text = JSON.stringify(answer.body);
		expect(text).toContain('data:image/png;base64,iVBORw0KGgo');
		expect(text).toContain(WEB);
		expect(text.length).toBeLessThan(300);
	});

	it('is remembered within bounds, and it is said when it is not', () => {
		expect(bounded(record({ imgUrl: DATA }))).toEqual(record({ imgUrl: DATA }));
		const large = record({ imgUrl: `data:image/png;base64,${'A'.repeat(1_000_000)}` });
		const kept = bounded(large);
		expect(kept).toMatchObject({ cut: true, hasResult: true });
		expect(JSON.stringify(kept).length).toBeLessThan(1_000);
	});

	it('is read in little time, however large', () => {
		const large = `data:image/png;base64,${PICTURE}${'Ab9/'.repeat(3_000_000)}`;
		const text = JSON.stringify({ id: 7, task_status: 'success', service_output: { a: large } });
		const asked: Asked = { for: 'state', source: 'userTask', taskId: '7' };
		const begun = cpuMs();
		const answer = read({ status: 200, headers: {}, text }, asked, 0);
		expect(cpuMs() - begun).toBeLessThan(2_000);
		expect(answer).toMatchObject({ task: { written: [large] } });
	});
});

describe('an address without a host', () => {
	it.each<[string, unknown, string]>([
		['from the root', { imgUrl: '/files/a.png?sign=1' }, `${BASE}/files/a.png?sign=1`],
		['without an ending', { videoUrl: '/v1/files/77' }, `${BASE}/v1/files/77`],
		['below it', { imgUrls: ['files/a.png'] }, `${BASE}/files/a.png`],
		['behind a dot', { image: './a.png' }, `${BASE}/a.png`],
		['by any name, with an ending', { poster: '/files/a.png' }, `${BASE}/files/a.png`],
		['in Chinese', { imgUrl: '/图片/a.png' }, `${BASE}/%E5%9B%BE%E7%89%87/a.png`],
	])('%s is one of the platform', (_name, output, url) => {
		expect(record(output)).toMatchObject({ urls: [url], hasResult: true, state: 'success' });
	});

	it.each(['/\\evil.example/a.png', '/@evil.example/a.png', '/https://evil.example/a.png'])(
		'%s leads to no other host',
		(imgUrl) => {
			for (const url of record({ imgUrl }).urls) expect(new URL(url).host).toBe('api.example');
		},
	);

	it.each<[string, unknown]>([
		['a path of the disk', { videoUrl: WEB, video_path: '/mnt/data/a.mp4' }],
		['the name of a file', { videoUrl: WEB, fileName: 'out/a.mp4' }],
		['a media type', { videoUrl: WEB, format: 'image/png' }],
		['a host without a scheme', { videoUrl: WEB, imgUrl: 'cdn.example/a.png' }],
		['a link of the API', { videoUrl: WEB, pollLink: '/api/v1/task/7' }],
	])('%s is none', (_name, output) => expect(record(output).urls).toEqual([WEB]));

	it('of a tool is one in place of its data', () => {
		expect(tool('/files/a.mp4')).toMatchObject({ videoUrls: [`${BASE}/files/a.mp4`] });
		expect(tool('/files/a.mp4')).not.toHaveProperty('text');
	});
});

describe('what nobody here can fetch', () => {
	it.each<[string, unknown, unknown[]]>([
		['oss://', { imgUrl: 'oss://bucket/a.png' }, ['oss://bucket/a.png']],
		['gs://', { imgUrls: ['gs://b/1.png', 'gs://b/2.png'] }, ['gs://b/1.png', 'gs://b/2.png']],
		['a scheme without slashes', { videoUrl: 'oss:bucket/a.mp4' }, ['oss:bucket/a.mp4']],
		['any name', { location: 's3://bucket/a.mp4' }, ['s3://bucket/a.mp4']],
	])('%s is shown as it is, and is a result', (_name, output, otherResults) => {
		const task = record(output);
		expect(task).toMatchObject({ otherResults, urls: [], hasResult: true, state: 'success' });
		expect(task).not.toHaveProperty('isEmpty');
		expect(resultItem({}, { task })).toMatchObject({ otherResults });
		expect(resultItem({}, { task })).not.toHaveProperty('note');
	});

	it('stands beside what can be fetched, also from its second address', () => {
		const output = { videoUrl: 'oss://bucket/a.mp4', downloadUrl: WEB };
		expect(record(output)).toMatchObject({ urls: [WEB], otherResults: ['oss://bucket/a.mp4'] });
	});

	it('of a tool is no text', () => {
		const task = tool('gs://bucket/a.png');
		expect(task).toMatchObject({ otherResults: ['gs://bucket/a.png'], hasResult: true });
		expect(task).not.toHaveProperty('text');
	});

	it('that was handed in is none', () => {
		expect(
			record({ imgUrl: 'oss://b/in.png' }, { user_input: { i: 'oss://b/in.png' } }),
		).toMatchObject({ isEmpty: true });
	});

	it.each<[string, unknown, unknown]>([
		[
			'of unknown names',
			{ mesh: { id: 3, vertices: 12 }, imgUrl: null },
			{ mesh: { id: 3, vertices: 12 } },
		],
		[
			'that is a host without a scheme',
			{ imgUrl: 'cdn.example/a.png' },
			{ imgUrl: 'cdn.example/a.png' },
		],
		['that is a file name', { imgUrls: ['a.png'] }, { imgUrls: ['a.png'] }],
	])(
		'output %s is shown where it is all that there is, after its file was waited for',
		(_name, output, shown) => {
			const task = record({ taskId: 7, failReason: null, ...(output as object) });
			expect(task).toMatchObject({ isEmpty: true, otherResults: [shown] });
			expect(resultItem({}, { task })).not.toHaveProperty('note');
			const beside = record({ ...(output as object), videoUrl: 'https://files.example/a.mp4' });
			expect(beside).not.toHaveProperty('otherResults');
		},
	);

	it('data of a tool are shown where they are all that there is', () => {
		const task = tool({ status: 'SUCCESS', duration: 3 });
		expect(resultItem({}, { task })).toMatchObject({ result: { duration: 3 } });
		expect(resultItem({}, { task })).not.toHaveProperty('note');
	});

	it('is cut where it is too large to be remembered', () => {
		const large = record({ mesh: 'word '.repeat(20_000) });
		expect(bounded(large)).toMatchObject({ cut: true });
		expect(JSON.stringify(bounded(large)).length).toBeLessThan(1_000);
	});
});

it.each<TaskSourceName>(['userTask', 'toolTask', 'assetReview', 'wanxiang'])(
	'an answer of %s without any of them holds none',
	(source) => {
		const task = readTask({ id: 7, task_status: 'running' }, { source, baseUrl: BASE });
		for (const name of ['written', 'otherResults']) expect(task).not.toHaveProperty(name);
	},
);
