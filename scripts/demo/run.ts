// Runs the example in n8n and looks whether the picture arrived.
import axios from 'axios';
import type { Console } from '../console';
import { nodeOfType } from '../n8n/workflows';
import { recognise, type Picture } from './picture';
import { submittedTask, summarise, type NodeNames, type RunSummary } from './report';
import type { Prepared } from './setUp';

export interface RunResult {
	summary: RunSummary;
	picture?: Picture;
}

const LIMIT_SECONDS = 120;
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

export async function runExample(
	console: Console,
	{ api, workflow }: Prepared,
	packageName: string,
): Promise<RunResult> {
	const names: NodeNames = {
		submit: nodeOfType(workflow, `${packageName}.kexiangGoogle`).name,
		wait: nodeOfType(workflow, `${packageName}.kexiangWaitForTask`).name,
	};
	const executionId = await api.runWorkflow(workflow, nodeOfType(workflow, MANUAL_TRIGGER).name);
	let taskSeen: (task?: string) => void = () => {};
	const submitted = new Promise<string | undefined>((resolve) => (taskSeen = resolve));
	const ended = api.waitForExecution(executionId, LIMIT_SECONDS, ({ data }) => {
		const task = submittedTask(data, names);
		if (task) taskSeen(task);
	});
	await console.step(
		`Submitting with ${names.submit}`,
		async () =>
			await Promise.race([submitted, ended.then(({ data }) => submittedTask(data, names))]),
		(task) => (task ? `task ${task}` : 'no task'),
	);
	const execution = await console.step(
		`Waiting with ${names.wait}`,
		async () => await ended,
		({ status }) => `execution ${executionId}: ${status}`,
	);
	const summary = summarise(execution.data, names);
	const { file } = summary;
	if (!file) return { summary };
	const bytes = await console.step(
		'Fetching the picture back from n8n',
		async () => await api.downloadBinary(file),
		({ length }) => `${length} bytes`,
	);
	const picture = recognise(bytes);
	const trouble = summary.trouble ?? (await differs(bytes, picture, summary));
	return { summary: { ...summary, trouble }, picture };
}

/** What is wrong with the bytes in n8n, if anything: they must be a picture, the one at the URL. */
async function differs(
	bytes: Buffer,
	picture: Picture | undefined,
	{ file, json: { url } }: RunSummary,
): Promise<string | undefined> {
	if (!picture) return 'the file in n8n is no whole picture';
	if (file?.bytes !== undefined && file.bytes !== bytes.length) {
		return `n8n speaks of ${file.bytes} bytes and gave ${bytes.length}`;
	}
	if (typeof url !== 'string') return 'the finished task names no URL';
	const original = await axios.get<ArrayBuffer>(url, { responseType: 'arraybuffer' });
	return Buffer.from(original.data).equals(bytes)
		? undefined
		: 'the file in n8n is not the one at the URL';
}
