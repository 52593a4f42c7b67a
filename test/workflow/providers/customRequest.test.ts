import type { INode } from 'n8n-workflow';

import { itemsOf, quick, run, wait, type ChainNode } from '../../support/kexiang';
import {
	freshSimulator,
	testRefusals,
	testRequests,
	type OperationCase,
} from '../../support/operationCases';
import { inQuickTime } from '../../support/quickTime';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

const TYPE = 'kexiangCustomRequest';
const A = 'https://example.com/a.mp4';
const QUERY_PATH = '/minimalist/api/text/{id}';

const node = (parameters: INode['parameters'], more: Partial<INode> = {}): ChainNode => ({
	type: TYPE,
	name: 'Submit',
	...more,
	parameters,
});
const call = (parameters: INode['parameters'], more: Partial<INode> = {}) =>
	node({ operation: 'callPath', ...parameters }, more);

const TASKS: OperationCase[] = [
	{
		name: 'minimal',
		operation: 'createTask',
		serves: 'kbanana2OfficialSubmit',
		parameters: {
			modelName: 'gemini-3.1-flash-image',
			userInput: '{"prompt":"a boat","size":"1:1"}',
		},
		sends: {
			user_input: {
				prompt: 'a boat',
				size: '1:1',
				modelName: 'gemini-3.1-flash-image',
				modelType: 'text2img',
			},
		},
		gives: 'imageUrls',
	},
	{
		name: 'full, GPT-Image-2 of reference 12',
		operation: 'createTask',
		serves: 'gptImage2ChannelSubmit',
		parameters: {
			modelName: 'GPT-Image-2',
			modelType: 'img2img',
			userInput: { prompt: 'a boat', size: '16:9', modelType: 'img2img' },
			advanced: {
				businessUrl: 'gpt-image2/img',
				costType: 1,
				source: '0',
				additionalFields: '{"urls":["https://example.com/1.png"]}',
			},
		},
		sends: {
			business_url: 'gpt-image2/img',
			cost_type: 1,
			source: '0',
			user_input: {
				prompt: 'a boat',
				size: '16:9',
				urls: ['https://example.com/1.png'],
				modelName: 'GPT-Image-2',
				modelType: 'img2img',
			},
		},
		gives: 'imageUrls',
	},
];

describe('Kexiang Custom Request', () => {
	const simulator = freshSimulator({
		paths: { longVideoTextExtractResult: '/minimalist/api/text/{taskId}' },
	});

	describe('creates a task', () => {
		testRequests(simulator, TYPE, TASKS);

		it('of a type that the list does not know', async () => {
			await run(simulator(), [
				node({
					operation: 'createTask',
					modelName: 'New-1',
					modelType: 'other',
					modelTypeOther: 'song2video',
					userInput: { prompt: 'a boat' },
				}),
			]);
			const [request] = simulator().ledger.requests;
			expect(request?.body).toEqual({
				user_input: { prompt: 'a boat', modelName: 'New-1', modelType: 'song2video' },
			});
		});
	});

	it('calls a tool that answers at once', async () => {
		const { items, error } = await run(simulator(), [
			call({ path: '/minimalist/api/video/cut', body: { videoUrl: A, startPlace: 20 } }),
		]);
		expect(error).toBeUndefined();
		expect(simulator().ledger.violations).toEqual([]);
		expect(simulator().ledger.requests).toEqual([
			expect.objectContaining({
				method: 'POST',
				operationId: 'videoCutRandom',
				body: { videoUrl: A, startPlace: 20 },
			}),
		]);
		const videoUrl = expect.stringContaining(simulator().filesUrl);
		expect(items('Submit').map(({ json }) => json)).toEqual([
			expect.objectContaining({
				provider: 'Kexiang Custom Request',
				state: 'success',
				videoUrls: [videoUrl],
				result: expect.objectContaining({ videoUrl }),
			}),
		]);
	});

	it('hands a task on to Kexiang Wait for Task, with the path where it is asked for', async () => {
		const { items, error } = await run(simulator(), [
			call({
				path: '/minimalist/api/video-audio/video2txtAsync',
				body: { videoUrl: A },
				taskSource: 'toolTask',
				advanced: { queryPath: QUERY_PATH },
			}),
			wait({ options: quick }),
		]);
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({
			taskId: expect.any(String),
			taskSource: 'toolTask',
			queryPath: QUERY_PATH,
			state: 'pending',
		});
		expect(items('Wait')[0]?.json).toMatchObject({
			state: 'success',
			text: expect.stringContaining('boat'),
		});
		const polled = simulator().ledger.requests.filter(({ method }) => method === 'GET');
		expect(polled[0]?.path).toBe(`/minimalist/api/text/${String(items('Submit')[0]?.json.taskId)}`);
	});

	it('reads a task by GET, on the other API', async () => {
		const { items, error } = await run(simulator(), [
			node({
				operation: 'createTask',
				modelName: 'gemini-3.1-flash-image',
				userInput: { prompt: 'a', size: '1:1' },
			}),
			call(
				{
					api: 'task',
					method: 'GET',
					path: '=/api/v1/user_task/get/passAuth/{{ $json.taskId }}',
				},
				{ name: 'Read' },
			),
		]);
		expect(error).toBeUndefined();
		const taskId = items('Submit')[0]?.json.taskId;
		expect(items('Read')[0]?.json).toMatchObject({
			taskId,
			result: expect.objectContaining({ id: Number(taskId) }),
		});
		expect(simulator().ledger.tasks).toHaveLength(1);
	});

	it('pays once where no clear answer came, however often n8n runs the node', async () => {
		simulator().addFault({ on: 'submit', kind: '500', accepted: true });
		const { error } = await run(simulator(), [
			call(
				{ path: '/minimalist/api/video/cut', body: { videoUrl: A } },
				{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
			),
		]);
		simulator().clearFaults();
		expect(error?.message).toContain('the task may have been created');
		expect(simulator().ledger.requests).toHaveLength(1);
	});

	it('explains a path that the platform does not have', async () => {
		const { error } = await run(simulator(), [
			call({ path: '/minimalist/api/none', body: { a: 1 } }),
		]);
		expect(error?.message).toContain('The platform has no service at /minimalist/api/none (404)');
		expect(error?.description).toContain('Compare the path');
	});

	const to = (path: string, message: string) => ({
		operation: 'callPath',
		parameters: { path },
		message: `Path ${message}`,
	});
	testRefusals(simulator, TYPE, [
		to('https://evil.example/api', 'must be a path without a host'),
		to('//evil.example/api', 'must be a path without a host'),
		to('@evil.example/api', 'must begin with a slash'),
		to('.evil.example/api', 'must begin with a slash'),
		to(':8080/api', 'must begin with a slash'),
		to('\\\\evil.example/api', 'must begin with a slash'),
		to('/\\evil.example/api', 'contains a character that is not allowed in a path'),
		to('/minimalist//api', 'must not contain // or the segments . and ..'),
		to('/minimalist/../api', 'must not contain // or the segments . and ..'),
		to('/minimalist/%2e%2E/api', 'must not contain // or the segments . and ..'),
		to('/minimalist/api/..', 'must not contain // or the segments . and ..'),
		to('/minimalist/api#top', 'contains a character that is not allowed in a path'),
		to('/minimalist/api/视频', 'contains a character that is not allowed in a path'),
		to('/minimalist/api\nHost: evil.example', 'contains a character that is not allowed in a path'),
		to('/minimalist/api/task/{taskId}', 'still contains the placeholder {taskId}'),
		{
			operation: 'callPath',
			parameters: { path: '/minimalist/api/x', advanced: { queryPath: '/minimalist/api/y/{id}' } },
			message: 'Query Path is set, but Task Source is None',
		},
		{
			operation: 'callPath',
			parameters: {
				path: '/minimalist/api/x',
				taskSource: 'toolTask',
				advanced: { queryPath: '/minimalist/api/task/{taskId}' },
			},
			message: 'Query Path still contains the placeholder {taskId}',
		},
		{
			operation: 'callPath',
			parameters: {
				path: '/minimalist/api/x',
				taskSource: 'toolTask',
				advanced: { queryPath: '/minimalist/api/task/{{id}}' },
			},
			message: 'Query Path still contains the placeholder {{id}}',
		},
		...['={{ $json.nope }}', '={{ undefined }}', ' '].map((body) => ({
			operation: 'callPath',
			parameters: { path: '/minimalist/api/x', body },
			message: 'Body is empty',
		})),
		{
			operation: 'callPath',
			parameters: { path: '/minimalist/api/x', body: '={{ $now }}' },
			message: 'Body must be a JSON object',
		},
		{
			operation: 'callPath',
			parameters: { method: 'GET', path: '/minimalist/api/x', body: { a: 1 } },
			message: 'Body cannot be sent with GET',
		},
		{
			operation: 'createTask',
			parameters: { modelName: 'a', userInput: { modelName: 'b' } },
			message: 'User Input sets modelName to "b", but Model Name is "a"',
		},
		{
			operation: 'createTask',
			parameters: { modelName: 'a', userInput: '[1]' },
			message: 'User Input must be a JSON object',
		},
		{
			operation: 'createTask',
			parameters: { modelName: 'a', userInput: '{}' },
			message: 'User Input is required but empty',
		},
	]);
});

describe('Kexiang Wait for Task, given an item from elsewhere', () => {
	const simulator = freshSimulator();

	it.each([
		['//evil.example/{id}', '5', 'Query Path must be a path without a host'],
		['@evil.example/{id}', '5', 'Query Path must begin with a slash'],
		['/api/v1/user_task', '5', 'Query Path does not show where the task ID goes'],
		[undefined, '..', 'Task ID is ".."'],
		[undefined, '../../admin', 'Task ID is "../../admin"'],
	])('asks nothing at %s for %s', async (queryPath, taskId, message) => {
		const { error } = await run(simulator(), [wait()], {
			input: itemsOf({ taskId, taskSource: 'toolTask', ...(queryPath && { queryPath }) }),
		});
		expect(error?.message).toContain(message);
		expect(simulator().ledger.requests).toEqual([]);
	});
});
