import { customRequest } from '../../../nodes/KexiangCustomRequest/provider';
import { itemsOf, quick, run, wait, type ChainNode } from '../../support/kexiang';
import {
	images,
	testOtherKinds,
	testProvider,
	type Form,
	type ProviderCases,
} from '../../support/operationCases';
import { VIDEO_TOOLS } from './videoTools';

const A = 'https://example.com/a.mp4';

testProvider(VIDEO_TOOLS);

const OTHER_KINDS = {
	kinds: { videoAddGif: 'submit', imgToVideo: 'submit', subtitleRecognition: 'sync' } as const,
	inSchemas: true,
};
testOtherKinds(VIDEO_TOOLS, OTHER_KINDS, (simulator) => {
	it('subtitleRecognition: at once, though it shall wait', async () => {
		const operation = { resource: 'subtitle', operation: 'subtitleRecognition' };
		const parameters = { ...operation, videoUrl: A, waitForCompletion: true };
		const { items, error } = await run(simulator, [
			{ type: VIDEO_TOOLS.type, name: 'Submit', parameters },
		]);
		expect(error).toBeUndefined();
		const text = expect.stringContaining('boat');
		expect(items('Submit')[0]?.json).toMatchObject({ state: 'success', text });
		expect(simulator.ledger.requests).toHaveLength(1);
	});
});

/** Model and path of a service of the platform, with what it takes. */
const boat = { modelName: 'gemini-3.1-flash-image', userInput: '{"prompt":"a boat","size":"1:1"}' };
const named = { modelName: boat.modelName, modelType: 'text2img' };
const boatSent = { prompt: 'a boat', size: '1:1', ...named };
const cut = { path: '/minimalist/api/video/cut', body: { videoUrl: A } };
const gpt = { modelName: 'GPT-Image-2', modelType: 'img2img' };
const wide = { prompt: 'a boat', size: '16:9' };
const QUERY_PATH = '/minimalist/api/text/{id}';
const withQueryPath = (queryPath: string) => ({ taskSource: 'toolTask', advanced: { queryPath } });
const paths = (...list: string[]): Form[] => list.map((path) => ({ path }));

const CUSTOM: ProviderCases = {
	type: 'kexiangCustomRequest',
	operations: customRequest.operations,
	platform: { paths: { longVideoTextExtractResult: '/minimalist/api/text/{taskId}' } },
	requests: {
		createTask: images({
			minimal: [boat, { user_input: boatSent }],
			'full, GPT-Image-2 of reference 12': [
				{
					...gpt,
					userInput: { ...wide, modelType: 'img2img' },
					advanced: {
						businessUrl: 'gpt-image2/img',
						costType: 1,
						source: '0',
						additionalFields: '{"urls":["https://example.com/1.png"]}',
					},
				},
				{
					business_url: 'gpt-image2/img',
					cost_type: 1,
					source: '0',
					user_input: { ...wide, urls: ['https://example.com/1.png'], ...gpt },
				},
			],
		}),
	},
	refusals: {
		callPath: {
			'Path must be a path without a host': paths('https://evil.example/api', '//evil.example/api'),
			'Path must begin with a slash': paths(
				'@evil.example/api',
				'.evil.example/api',
				':8080/api',
				'\\\\evil.example/api',
			),
			'Path contains a character that is not allowed in a path': paths(
				'/\\evil.example/api',
				'/minimalist/api#top',
				'/minimalist/api/视频',
				'/minimalist/api\nHost: evil.example',
			),
			'Path must not contain // or the segments . and ..': paths(
				'/minimalist//api',
				'/minimalist/../api',
				'/minimalist/%2e%2E/api',
				'/minimalist/api/..',
			),
			'Path still contains the placeholder {taskId}': paths('/minimalist/api/task/{taskId}'),
			'Query Path is set, but Task Source is None': {
				...cut,
				advanced: { queryPath: '/minimalist/api/y/{id}' },
			},
			'Query Path still contains the placeholder {taskId}': {
				...cut,
				...withQueryPath('/minimalist/api/task/{taskId}'),
			},
			'Query Path still contains the placeholder {{id}}': {
				...cut,
				...withQueryPath('/minimalist/api/task/{{id}}'),
			},
			'Body is empty': [
				{ ...cut, body: '={{ $json.nope }}' },
				{ ...cut, body: '={{ undefined }}' },
				{ ...cut, body: ' ' },
			],
			'Body must be a JSON object': { ...cut, body: '={{ $now }}' },
			'Body cannot be sent with GET': { ...cut, method: 'GET' },
		},
		createTask: {
			'User Input sets modelName to "b", but Model Name is "gemini': {
				userInput: { modelName: 'b' },
			},
			'User Input must be a JSON object': { userInput: '[1]' },
			'User Input is required but empty': { userInput: '{}' },
		},
	},
};

const node = (operation: string, form: Form, more: Partial<ChainNode> = {}): ChainNode => ({
	type: CUSTOM.type,
	name: 'Submit',
	...more,
	parameters: { operation, ...form },
});

testProvider(CUSTOM, (simulator) => {
	/** What a run without an error leaves behind. */
	async function ran(...chain: ChainNode[]) {
		const { items, error } = await run(simulator, chain);
		expect(error).toBeUndefined();
		const { requests, violations, tasks } = simulator.ledger;
		expect(violations).toEqual([]);
		return { jsons: (name: string) => items(name).map(({ json }) => json), requests, tasks };
	}

	it('creates a task of a type that the list does not know', async () => {
		const modelType = { modelType: 'other', modelTypeOther: 'song2video' };
		const userInput = { prompt: 'a boat' };
		await run(simulator, [node('createTask', { ...modelType, modelName: 'New-1', userInput })]);
		expect(simulator.ledger.requests[0]?.body).toEqual({
			user_input: { prompt: 'a boat', modelName: 'New-1', modelType: 'song2video' },
		});
	});

	it('calls a tool that answers at once', async () => {
		const body = { videoUrl: A, startPlace: 20 };
		const { jsons, requests } = await ran(node('callPath', { ...cut, body }));
		expect(requests).toEqual([
			expect.objectContaining({ method: 'POST', operationId: 'videoCutRandom', body }),
		]);
		const videoUrl = expect.stringContaining(simulator.filesUrl);
		expect(jsons('Submit')).toEqual([
			expect.objectContaining({
				provider: 'Kexiang Custom Request',
				state: 'success',
				videoUrls: [videoUrl],
				result: expect.objectContaining({ videoUrl }),
			}),
		]);
	});

	it('hands a task on to Kexiang Wait for Task, with the path where it is asked for', async () => {
		const { jsons, requests } = await ran(
			node('callPath', {
				path: '/minimalist/api/video-audio/video2txtAsync',
				body: { videoUrl: A },
				...withQueryPath(QUERY_PATH),
			}),
			wait({ options: quick }),
		);
		const [submitted] = jsons('Submit');
		const taskId = String(submitted?.taskId);
		expect(submitted).toMatchObject({
			taskId: expect.any(String),
			taskSource: 'toolTask',
			queryPath: QUERY_PATH,
			state: 'pending',
		});
		const text = expect.stringContaining('boat');
		expect(jsons('Wait')[0]).toMatchObject({ state: 'success', text });
		const polled = requests.find(({ method }) => method === 'GET');
		expect(polled?.path).toBe(`/minimalist/api/text/${taskId}`);
	});

	it('reads a task by GET, on the other API', async () => {
		const path = '=/api/v1/user_task/get/passAuth/{{ $json.taskId }}';
		const { jsons, tasks } = await ran(
			node('createTask', boat),
			node('callPath', { api: 'task', method: 'GET', path }, { name: 'Read' }),
		);
		const taskId = jsons('Submit')[0]?.taskId;
		const result = expect.objectContaining({ id: Number(taskId) });
		expect(jsons('Read')[0]).toMatchObject({ taskId, result });
		expect(tasks).toHaveLength(1);
	});

	it('pays once where no clear answer came, however often n8n runs the node', async () => {
		simulator.addFault({ on: 'submit', kind: '500', accepted: true });
		const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const { error } = await run(simulator, [node('callPath', cut, retried)]);
		expect(error?.message).toContain('the task may have been created');
		expect(simulator.ledger.requests).toHaveLength(1);
	});

	it('explains a path that the platform does not have', async () => {
		const nowhere = { path: '/minimalist/api/none', body: { a: 1 } };
		const { error } = await run(simulator, [node('callPath', nowhere)]);
		expect(error?.message).toContain('The platform has no service at /minimalist/api/none (404)');
		expect(error?.description).toContain('Compare the path');
	});

	it.each`
		queryPath                | taskId           | message
		${'//evil.example/{id}'} | ${'5'}           | ${'Query Path must be a path without a host'}
		${'@evil.example/{id}'}  | ${'5'}           | ${'Query Path must begin with a slash'}
		${'/api/v1/user_task'}   | ${'5'}           | ${'Query Path does not show where the task ID goes'}
		${undefined}             | ${'..'}          | ${'Task ID is ".."'}
		${undefined}             | ${'../../admin'} | ${'Task ID is "../../admin"'}
	`(
		'Kexiang Wait for Task asks nothing at $queryPath for $taskId',
		async ({ queryPath, taskId, message }: Record<string, string>) => {
			const { error } = await run(simulator, [wait()], {
				input: itemsOf({ taskId, taskSource: 'toolTask', ...(queryPath && { queryPath }) }),
			});
			expect(error?.message).toContain(message);
			expect(simulator.ledger.requests).toEqual([]);
		},
	);
});
