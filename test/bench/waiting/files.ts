/* eslint-disable no-console */
/*
 * Twelve tasks that end between 0.5 and 8.2 seconds, each with a file that takes 1.5 seconds: files fetched as their
 * tasks end, and, in the same run, after the last one has ended. In n8n's engine, in real time.
 * Run: N8N_LOG_LEVEL=silent npx tsx test/bench/waiting/files.ts
 */
import '../../support/environment';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { deliverAll, watchItems, type WatchedItem } from '../../../nodes/shared/run/itemOutcomes';
import { watchTasks, type WatchSettings } from '../../../nodes/shared/run/watch';
import type { End } from '../../../nodes/shared/waiting/waitForTasks';
import { drawPicture } from '../../../simulator/picture';
import { countingPlatform, running, success } from '../../support/countingPlatform';
import { KexiangApi } from '../../../credentials/KexiangApi.credentials';
import { runWorkflow } from '../../support/runWorkflow';
import { tell } from '../figures';

const TASKS = 12;
const FILE_SECONDS = 1.5;
const FIRST_SECONDS = 0.5;
const LAST_SECONDS = 8.2;
const PNG = drawPicture('a boat', 16, 16);

const settings: WatchSettings = {
	timeLimitSeconds: 60,
	schedule: 'fixed',
	intervalSeconds: 0.25,
	requestsPerSecond: 200,
};
const watched: WatchedItem[] = Array.from({ length: TASKS }, (_, index) => ({
	task: { taskId: String(index), taskSource: 'userTask' },
	index,
	settings: {
		download: true,
		simplify: true,
		maxFileSize: 10,
		binaryProperty: 'data',
		itemPerFile: false,
		onTimeout: 'error',
		onFailed: 'output',
	},
}));

type Way = (context: IExecuteFunctions) => ReturnType<typeof deliverAll>;

const asTheyEnd: Way = async (context) => await watchItems(context, watched, settings, () => true);

const afterTheLast: Way = async (context) => {
	const ends = await watchTasks(context, watched, settings);
	const endOf = ({ index }: WatchedItem): End => {
		const end = ends[index];
		if (end === undefined) throw new Error('Each wait has an end');
		return end;
	};
	return await deliverAll(context, watched, endOf, () => true);
};

const node = (way: Way): INodeType => ({
	description: {
		displayName: 'Waits',
		name: 'bench.waits',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Waits' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outcomes = await way(this);
		return [outcomes.flatMap((outcome) => (outcome && 'items' in outcome ? outcome.items : []))];
	},
});

async function measure(way: Way): Promise<{ seconds: number; files: number }> {
	const platform = await countingPlatform('kx-bench-files');
	const begun = performance.now();
	platform.reply = (request) => {
		if (request.path.startsWith('/files/')) return { body: PNG, afterMs: FILE_SECONDS * 1000 };
		const part = Number(request.id) / (TASKS - 1);
		const ends = FIRST_SECONDS + part * (LAST_SECONDS - FIRST_SECONDS);
		if (performance.now() - begun < ends * 1000) return running(request);
		return success(request, `${platform.platformUrl}/files/${request.id}`);
	};
	const { items, error } = await runWorkflow({
		nodeTypes: [node(way)],
		credentialTypes: [new KexiangApi()],
		credentials: {
			kexiangApi: {
				apiKey: platform.key,
				taskApiUrl: platform.platformUrl,
				toolApiUrl: platform.toolsUrl,
			},
		},
		chain: [{ type: 'bench.waits', name: 'Waits' }],
		input: watched.map(({ task }) => ({ json: { taskId: task.taskId } })),
	});
	if (error) throw new Error(error.message);
	const seconds = (performance.now() - begun) / 1000;
	await platform.stop();
	return { seconds, files: items('Waits').filter(({ binary }) => binary?.data).length };
}

async function main(): Promise<void> {
	const ways = [
		['as tasks end', asTheyEnd],
		['after the last', afterTheLast],
	] as const;
	const rows = [];
	for (const [name, way] of ways) rows.push({ name, ...(await measure(way)) });
	const least = LAST_SECONDS + FILE_SECONDS;
	console.log('| files fetched | files | seconds | : slowest task and one file |');
	console.log('| --- | ---: | ---: | ---: |');
	for (const { name, files, seconds } of rows)
		console.log(`| ${name} | ${files} | ${seconds.toFixed(1)} | ${(seconds / least).toFixed(2)} |`);
	const [early, late] = rows;
	if (early && late)
		await tell({
			figure: 'files: seconds of 12 tasks with files',
			ours: early.seconds,
			other: { name: 'after the last task', value: late.seconds },
		});
}

void main();
